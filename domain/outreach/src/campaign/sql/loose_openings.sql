-- Openings of phones on a day in an area that belong to no planned event.
SELECT e.id, e.area
FROM event AS e
WHERE e.held_on = $1 AND (e.area = $2 OR e.area LIKE $2 || '.%')
  AND NOT EXISTS (SELECT 1 FROM event_session AS s WHERE s.event = e.id)
ORDER BY e.id
