-- How many leads were written down at some planned events.
SELECT e.id, COUNT(*)
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
WHERE e.id IN {list $1 uuid}
GROUP BY e.id
ORDER BY e.id
