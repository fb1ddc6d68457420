-- Calls a passkey something else.
UPDATE passkey
SET label = $3
WHERE id = $1 AND user_id = $2
