-- Gives a command back that could not be judged now, and not through its own fault.
UPDATE capture
SET attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, judging_since = NULL
WHERE id = $1
