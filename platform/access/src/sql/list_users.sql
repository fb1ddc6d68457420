-- A page of users by login, after the last one seen.
SELECT id, login, display_name, status, must_change_password, created_at
FROM app_user
WHERE login > $1
ORDER BY login
LIMIT $2
