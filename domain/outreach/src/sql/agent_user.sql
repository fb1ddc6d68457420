-- Whether somebody is a user, and has the role of an agent.
SELECT
  u.display_name,
  CAST(CASE WHEN EXISTS (
    SELECT 1 FROM user_role AS r WHERE r.user_id = u.id AND r.role = 'agent' AND r.revoked_at IS NULL
  ) THEN 1 ELSE 0 END AS bigint)
FROM app_user AS u
WHERE u.id = $1
