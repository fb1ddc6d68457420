-- Deposits in a state, oldest first, after a place in that order.
SELECT id, agent, device, reference, amount, made_at, recorded_at, state, counted, decided_at, reason
FROM custody_deposit
WHERE state = $1 AND (recorded_at > $2 OR (recorded_at = $2 AND id > $3))
ORDER BY recorded_at, id
LIMIT $4
