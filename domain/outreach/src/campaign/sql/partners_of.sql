-- Partners of some events.
SELECT event, role, invited, present, note
FROM event_partner
WHERE event IN {list $1 uuid}
ORDER BY event, role
