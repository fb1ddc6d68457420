-- Puts a person into a household.
UPDATE person
SET household = $1, version = version + 1, changed_at = $2
WHERE bucket = $3 AND id = $4
