-- Marks a record as merged into another, or as standing for itself again.
UPDATE person
SET merged_into = $1, version = version + 1, changed_at = $2
WHERE bucket = $3 AND id = $4
