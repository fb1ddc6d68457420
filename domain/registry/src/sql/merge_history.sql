-- Merges a record took part in, made and taken back, oldest first.
SELECT id, kept, merged, reason, merged_at, merged_by, undone_at, undone_by
FROM person_merge
WHERE kept = $1 OR merged = $1
ORDER BY merged_at, id
