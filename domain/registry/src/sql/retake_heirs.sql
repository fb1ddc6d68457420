-- Takes all heirs off a record that an earlier capture takes.
UPDATE heir
SET removed_at = $1
WHERE bucket = $2 AND person = $3 AND removed_at IS NULL
