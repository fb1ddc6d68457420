-- Notes that a session is in use.
UPDATE session
SET seen_at = $2
WHERE id = $1 AND seen_at < $2
