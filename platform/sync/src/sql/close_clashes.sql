-- Somebody looked at the other versions of a command.
UPDATE capture_clash
SET decided_at = $2
WHERE id = $1 AND decided_at IS NULL
