-- The sessions and tokens of a user that can still be used, newest first.
SELECT id, kind, label, created_at, seen_at, expires_at
FROM session
WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
ORDER BY created_at DESC, id
LIMIT 200
