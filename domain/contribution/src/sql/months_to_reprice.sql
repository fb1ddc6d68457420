-- The standing months of a member from one on, with what was paid for them.
SELECT month, payment, jkk, jkm, jht, ahead
FROM contribution_month
WHERE bucket = $1 AND membership = $2 AND month >= $3 AND withdrawn_on IS NULL
ORDER BY month
