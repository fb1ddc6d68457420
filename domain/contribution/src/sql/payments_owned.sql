-- Payments that have an owner, oldest first, after a place; an empty owner is every owner.
SELECT id, channel, reference, code, membership, amount, paid_at, paid_on, received_at, state, outcome, owner, journal
FROM payment
WHERE owner IS NOT NULL
  AND (received_at, id) > ($1, $2)
  AND ($3 = '' OR owner = $3)
ORDER BY received_at, id
LIMIT $4
