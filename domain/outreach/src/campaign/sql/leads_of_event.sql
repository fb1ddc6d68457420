-- Leads of a planned event, over all its openings, the earliest first.
SELECT l.id, l.event, l.village, l.occupation, l.agent, l.note, l.made_at, l.state, l.person, l.membership
FROM event_session AS s
JOIN lead AS l ON l.event = s.event
WHERE s.plan = $1
  AND EXISTS (
    SELECT 1 FROM {list $2 text} AS a WHERE a.item = '' OR l.village = a.item OR l.village LIKE a.item || '.%'
  )
  AND (l.state = $3 OR $3 IS NULL)
  AND (l.made_at > $4 OR (l.made_at = $4 AND l.id > $5))
ORDER BY l.made_at, l.id
LIMIT $6
