-- What happens at some events.
SELECT event, activity
FROM event_activity
WHERE event IN {list $1 uuid}
ORDER BY event, activity
