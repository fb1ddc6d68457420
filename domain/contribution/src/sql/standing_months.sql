-- The months a payment paid that still stand.
SELECT month, jkk, jkm, jht, ahead
FROM contribution_month
WHERE bucket = $1 AND membership = $2 AND payment = $3 AND withdrawn_on IS NULL
ORDER BY month
