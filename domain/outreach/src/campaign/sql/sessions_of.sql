-- The openings of a planned event.
SELECT event, attached_how
FROM event_session
WHERE plan = $1
ORDER BY event
