-- How many rows of a list came to which outcome.
SELECT outcome, COUNT(*)
FROM list_row
WHERE list = $1
GROUP BY outcome
ORDER BY outcome
