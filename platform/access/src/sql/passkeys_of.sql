-- The passkeys of a user, the oldest first.
SELECT id, credential, label, is_synced, added_at, used_at
FROM passkey
WHERE user_id = $1
ORDER BY added_at, id
