-- How often a login was wrong of late, and until when it waits.
SELECT failures, blocked_until, last_at
FROM sign_in_delay
WHERE login_hash = $1
