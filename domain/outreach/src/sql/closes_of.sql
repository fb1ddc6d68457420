-- How some events were closed, the last close of each last.
SELECT event, attended, enrolled, refused, not_recorded, closed_by, closed_at
FROM event_close
WHERE event IN {list $1 uuid}
ORDER BY event, closed_at, command
