-- Disables a user, or lets them in again.
UPDATE app_user
SET status = $2
WHERE id = $1
