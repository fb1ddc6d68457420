-- Keeps a secret that waits for its first code; one that is in force stays.
INSERT INTO second_factor (user_id, secret_sealed, added_at, last_step)
VALUES ($1, $2, $3, 0)
ON CONFLICT (user_id) DO UPDATE
SET secret_sealed = excluded.secret_sealed, added_at = excluded.added_at
WHERE second_factor.confirmed_at IS NULL
