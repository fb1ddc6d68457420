-- Refunds of some payments.
SELECT payment, amount, reason, approved_at, approved_by, paid_at, paid_by
FROM refund
WHERE payment IN {list $1 uuid}
ORDER BY approved_at, payment
