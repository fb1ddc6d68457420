-- Seasons of some areas, the latest first, after a place in that order.
SELECT s.id, s.campaign, s.name, s.area, s.from_on, s.to_on, s.goal, s.goal_members, s.source, s.created_at,
  (SELECT COUNT(*) FROM event_plan AS e WHERE e.season = s.id AND e.state <> 'cancelled'),
  (SELECT COUNT(*) FROM event_plan AS e WHERE e.season = s.id AND e.state = 'closed')
FROM season AS s
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS l
    WHERE l.item = '' OR s.area = l.item OR s.area LIKE l.item || '.%' OR l.item LIKE s.area || '.%'
  )
  AND (s.campaign = $2 OR $2 IS NULL)
  AND s.search_name LIKE $3
  AND (s.from_on < $4 OR (s.from_on = $4 AND s.id < $5))
ORDER BY s.from_on DESC, s.id DESC
LIMIT $6
