-- Takes every passkey of a user away.
DELETE FROM passkey
WHERE user_id = $1
