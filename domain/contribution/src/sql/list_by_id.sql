-- A list by its id.
SELECT id, name, area, payer, ordered, headers, n_rows, n_accepted, n_refused, state, reason, received_at, received_by, finished_at
FROM list_file
WHERE id = $1
