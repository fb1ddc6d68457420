-- The roles in force of some users.
SELECT user_id, role, area
FROM user_role
WHERE user_id IN {list $1 uuid} AND revoked_at IS NULL
ORDER BY user_id, role, area
