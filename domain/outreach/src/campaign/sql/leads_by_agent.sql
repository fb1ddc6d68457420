-- How many leads were written down at some planned events, by who wrote them.
SELECT l.agent, u.display_name, COUNT(*)
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
LEFT JOIN app_user AS u ON u.id = l.agent
WHERE e.id IN {list $1 uuid}
GROUP BY l.agent, u.display_name
ORDER BY u.display_name, l.agent
