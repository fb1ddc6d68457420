-- Notes how often a passkey says it has signed, and when it was used.
UPDATE passkey
SET sign_count = $2, is_synced = $3, used_at = $4
WHERE id = $1
