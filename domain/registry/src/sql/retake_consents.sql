-- Withdraws the consents on a record that an earlier capture takes.
UPDATE consent
SET withdrawn_at = $1
WHERE bucket = $2 AND person = $3 AND withdrawn_at IS NULL
