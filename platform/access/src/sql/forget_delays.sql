-- Forgets wrong attempts of long ago.
DELETE FROM sign_in_delay
WHERE last_at < $1
