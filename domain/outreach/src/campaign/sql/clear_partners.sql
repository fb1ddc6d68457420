-- The partners of an event, to be written again.
DELETE FROM event_partner
WHERE event = $1
