-- Active administrators of the whole country other than this user.
SELECT COUNT(DISTINCT u.id)
FROM app_user AS u
JOIN user_role AS r ON r.user_id = u.id
WHERE r.role = 'administrator' AND r.area = '' AND r.revoked_at IS NULL AND u.status = 'active' AND u.id <> $1
