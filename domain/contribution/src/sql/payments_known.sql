-- Payments reported before, with what was reported and what was answered.
SELECT id, code, amount, paid_at, membership, outcome, answer
FROM payment
WHERE id IN {list $1 uuid}
ORDER BY id
