-- The last decision about a command; nobody is judging it any more.
UPDATE capture
SET outcome = $2, judging_since = NULL, attempts = 0
WHERE id = $1
