-- A user by id.
SELECT id, login, display_name, password_hash, must_change_password, status
FROM app_user
WHERE id = $1
