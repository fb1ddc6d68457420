-- Marks a merge as undone.
UPDATE person_merge
SET undone_at = $1, undone_by = $2
WHERE id = $3
