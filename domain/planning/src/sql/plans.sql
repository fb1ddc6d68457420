-- Plans of some areas, the newest first, after a place in that order.
SELECT id, area, name, from_on, to_on, n, value, created_at, created_by
FROM visit_plan AS p
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR p.area = s.item OR p.area LIKE s.item || '.%'
  )
  AND (p.created_at < $2 OR (p.created_at = $2 AND p.id < $3))
ORDER BY p.created_at DESC, p.id DESC
LIMIT $4
