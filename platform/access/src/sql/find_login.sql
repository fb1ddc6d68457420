-- The user of a login, with what the password is checked against.
SELECT id, login, display_name, password_hash, must_change_password, status
FROM app_user
WHERE login = $1
