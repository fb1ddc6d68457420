-- Takes the code app of a user away.
DELETE FROM second_factor
WHERE user_id = $1
