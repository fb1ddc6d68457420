-- The targets of an event, to be written again.
DELETE FROM event_target
WHERE event = $1
