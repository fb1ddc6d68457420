-- The roles in force of one user.
SELECT role, area
FROM user_role
WHERE user_id = $1 AND revoked_at IS NULL
ORDER BY role, area
