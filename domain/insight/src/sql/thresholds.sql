-- What offices ask of their villages for the badge, the latest first.
SELECT t.id, t.area, t.criterion, t.value, t.from_on, t.document
FROM badge_threshold AS t
ORDER BY t.from_on DESC, t.recorded_at DESC, t.id
LIMIT 5000
