-- Sealed names and telephones.
SELECT id, content_sealed
FROM outreach_contact
WHERE id IN {list $1 uuid}
ORDER BY id
