-- How some memberships came to be: when, by which list, and who handed that in.
SELECT m.id, m.recorded_at, l.id, l.name, l.received_by
FROM membership AS m
LEFT JOIN list_file AS l ON l.id = m.list
WHERE m.bucket IN {list $1 int} AND m.id IN {list $2 uuid}
ORDER BY m.id
