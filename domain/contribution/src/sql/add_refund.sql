-- Promises a refund.
INSERT INTO refund (id, payment, amount, reason, state, approved_at, approved_by)
VALUES ($1, $2, $3, $4, 'approved', $5, $6)
