-- How far a list has been read.
SELECT state, n_rows, n_accepted, n_refused, (SELECT MAX(row_number) FROM list_row WHERE list = $1)
FROM list_file
WHERE id = $1
