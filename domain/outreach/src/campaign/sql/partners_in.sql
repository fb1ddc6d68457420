-- Partners of the events of some seasons, and whether they came.
SELECT p.event, p.role, p.present
FROM event_plan AS e
JOIN event_partner AS p ON p.event = e.id
WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
ORDER BY p.event, p.role
