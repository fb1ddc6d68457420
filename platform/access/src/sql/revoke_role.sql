-- Ends a role; it stays in the history.
UPDATE user_role
SET revoked_at = $4
WHERE user_id = $1 AND role = $2 AND area = $3 AND revoked_at IS NULL
