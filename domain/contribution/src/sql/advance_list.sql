-- Counts the rows of a commit; touches nothing when somebody else read the list on meanwhile.
UPDATE list_file
SET n_rows = $3, n_accepted = $4, n_refused = $5
WHERE id = $1 AND n_rows = $2 AND state = 'reading'
