-- Partners of some planned events, and whether they came.
SELECT p.event, p.role, p.present
FROM event_plan AS e
JOIN event_partner AS p ON p.event = e.id
WHERE e.id IN {list $1 uuid}
ORDER BY p.event, p.role
