-- What changed on a person's record after a version, and who did it, newest first.
SELECT c.version, c.fields, c.changed_at, c.changed_by, u.display_name
FROM person_change AS c
LEFT JOIN app_user AS u ON u.id = c.changed_by
WHERE c.bucket = $1 AND c.person = $2 AND c.version > $3
ORDER BY c.version DESC
