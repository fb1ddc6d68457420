-- How many recovery codes a user has left.
SELECT COUNT(*)
FROM recovery_code
WHERE user_id = $1 AND used_at IS NULL
