-- The first code came: the code app is in force.
UPDATE second_factor
SET confirmed_at = $2, last_step = $3
WHERE user_id = $1 AND confirmed_at IS NULL
