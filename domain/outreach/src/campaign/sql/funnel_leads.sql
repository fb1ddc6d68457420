-- How many leads were written down at the events of some seasons.
SELECT e.id, COUNT(*)
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
GROUP BY e.id
ORDER BY e.id
