-- A merge that was not undone.
SELECT kept, merged
FROM person_merge
WHERE id = $1 AND undone_at IS NULL
