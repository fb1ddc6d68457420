-- A person's record has another version: something that belongs to it changed.
UPDATE person
SET version = version + 1, changed_at = $1
WHERE bucket = $2 AND id = $3
