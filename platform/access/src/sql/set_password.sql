-- Changes a password; the last column says whether it must be changed at the next sign-in.
UPDATE app_user
SET password_hash = $2, must_change_password = $3
WHERE id = $1
