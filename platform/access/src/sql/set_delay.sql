-- Counts an attempt before the password is looked at; the right password takes it back.
INSERT INTO sign_in_delay (login_hash, failures, blocked_until, last_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (login_hash) DO UPDATE
SET failures = excluded.failures, blocked_until = excluded.blocked_until, last_at = excluded.last_at
