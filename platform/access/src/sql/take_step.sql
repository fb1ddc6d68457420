-- Takes a time step, if it is later than every one before: a code is good once.
UPDATE second_factor
SET last_step = $2
WHERE user_id = $1 AND confirmed_at IS NOT NULL AND last_step < $2
