-- Leads in some areas, the earliest first, after a place in that order.
SELECT l.id, l.event, l.village, l.occupation, l.agent, l.note, l.made_at, l.state, l.person, l.membership
FROM lead AS l
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR l.village = a.item OR l.village LIKE a.item || '.%'
  )
  AND (l.state = $2 OR $2 IS NULL)
  AND (l.made_at > $3 OR (l.made_at = $3 AND l.id > $4))
ORDER BY l.made_at, l.id
LIMIT $5
