-- Since when somebody has an account.
SELECT app_user.created_at
FROM app_user
WHERE app_user.id = $1
