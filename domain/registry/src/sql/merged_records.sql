-- Records that were merged into this one and still are.
SELECT id, merged, reason, merged_at
FROM person_merge
WHERE kept = $1 AND undone_at IS NULL
ORDER BY merged_at, id
