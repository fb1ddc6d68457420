-- A member's months, newest first.
SELECT month, payment, spell, jkk, jkm, jht, paid_on, protects_from, protects_to, withdrawn_on
FROM contribution_month
WHERE bucket = $1 AND membership = $2 AND month < $3
ORDER BY month DESC, paid_on DESC
LIMIT $4
