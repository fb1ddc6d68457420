-- The lists handed in for an area and what lies in it, newest first.
SELECT id, name, area, payer, ordered, headers, n_rows, n_accepted, n_refused, state, reason, received_at, received_by, finished_at
FROM list_file
WHERE area >= $1 AND area < $2
ORDER BY received_at DESC, id DESC
LIMIT $3
