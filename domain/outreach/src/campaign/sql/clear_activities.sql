-- The activities of an event, to be written again.
DELETE FROM event_activity
WHERE event = $1
