-- Takes the recovery codes of a user away.
DELETE FROM recovery_code
WHERE user_id = $1
