-- Takes a passkey of a user away.
DELETE FROM passkey
WHERE id = $1 AND user_id = $2
