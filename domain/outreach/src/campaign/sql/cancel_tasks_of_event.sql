-- What was to be done after an event that is called off.
UPDATE follow_up
SET state = 'cancelled'
WHERE event = $1 AND state = 'open'
