-- A list that was refused as a whole is handed in again.
UPDATE list_file
SET name = $2, area = $3, payer = $4, ordered = $5, headers = $6, state = $7, reason = $8, received_at = $9, received_by = $10
WHERE id = $1 AND state = 'refused'
