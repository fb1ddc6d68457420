-- How colleagues call some users.
SELECT id, display_name
FROM app_user
WHERE id IN {list $1 uuid}
ORDER BY id
