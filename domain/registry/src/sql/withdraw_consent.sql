-- Withdraws a consent.
UPDATE consent
SET withdrawn_at = $1
WHERE bucket = $2 AND person = $3 AND id = $4 AND withdrawn_at IS NULL
