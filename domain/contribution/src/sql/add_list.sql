-- Opens a list that is about to be read, or keeps one that is refused as a whole.
INSERT INTO list_file (id, sha256, name, area, payer, ordered, headers, n_rows, n_accepted, n_refused, state, reason, received_at, received_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8, $9, $10, $11)
