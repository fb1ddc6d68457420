-- A payment as it stands.
SELECT id, channel, reference, code, membership, amount, paid_at, paid_on, received_at, state, outcome, owner, journal
FROM payment
WHERE id = $1
