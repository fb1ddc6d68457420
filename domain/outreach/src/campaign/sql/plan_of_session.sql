-- The planned event that an opening belongs to.
SELECT plan
FROM event_session
WHERE event = $1
