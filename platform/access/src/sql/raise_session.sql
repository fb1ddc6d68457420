-- A session whose user has just proved more than a password.
UPDATE session
SET proof = $3
WHERE id = $1 AND user_id = $2
