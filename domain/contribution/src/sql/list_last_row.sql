-- The number of the last row of a list.
SELECT COALESCE(MAX(row_number), 0)
FROM list_row
WHERE list = $1
