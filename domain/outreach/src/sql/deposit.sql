-- One deposit.
SELECT id, agent, device, reference, amount, made_at, recorded_at, state, counted, decided_at, reason
FROM custody_deposit
WHERE id = $1
