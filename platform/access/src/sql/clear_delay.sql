-- Forgets the wrong attempts of a login.
DELETE FROM sign_in_delay
WHERE login_hash = $1
