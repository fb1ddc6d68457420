-- A page of leads' and contacts' names that an older key sealed, after the last one seen.
SELECT id, content_sealed
FROM outreach_contact
WHERE id > $1 AND substr(content_sealed, 1, 2) <> $2
ORDER BY id
LIMIT $3
