-- Takes an heir off a record.
UPDATE heir
SET removed_at = $1
WHERE bucket = $2 AND person = $3 AND id = $4 AND removed_at IS NULL
