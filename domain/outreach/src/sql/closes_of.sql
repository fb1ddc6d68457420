-- How some events were closed, in the order of closing.
SELECT event, attended, enrolled, refused, not_recorded, closed_by, closed_at, device
FROM event_close
WHERE event IN {list $1 uuid}
ORDER BY event, closed_at, command
