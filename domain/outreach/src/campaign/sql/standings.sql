-- Where groups and occupations stand in some areas, after a place in that order.
SELECT p.village, p.kind, p.code, p.status, p.due_on, p.n, p.n_not_recorded, p.owner, p.note, p.source, p.changed_at
FROM village_pipeline AS p
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR p.village = a.item OR p.village LIKE a.item || '.%'
  )
  AND (p.status = $2 OR $2 IS NULL)
  AND (p.village > $3 OR (p.village = $3 AND (p.kind > $4 OR (p.kind = $4 AND p.code > $5))))
ORDER BY p.village, p.kind, p.code
LIMIT $6
