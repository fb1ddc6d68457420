-- Events of some areas, the latest first, after a place in that order.
SELECT id, name, area, held_on, venue, campaign, opened_by, opened_at, command, supersedes
FROM event AS e
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR e.area = s.item OR e.area LIKE s.item || '.%'
  )
  AND (e.held_on < $2 OR (e.held_on = $2 AND e.id < $3))
ORDER BY e.held_on DESC, e.id DESC
LIMIT $4
