-- The code app of a user: its sealed secret, since when, and the last time step that was taken.
SELECT secret_sealed, added_at, confirmed_at, last_step
FROM second_factor
WHERE user_id = $1
