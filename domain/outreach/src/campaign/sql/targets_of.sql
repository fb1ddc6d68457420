-- Whom some events are for.
SELECT event, kind, code
FROM event_target
WHERE event IN {list $1 uuid}
ORDER BY event, kind, code
