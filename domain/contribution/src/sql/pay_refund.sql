-- A refund has been paid, by somebody else.
UPDATE refund
SET state = 'paid', paid_at = $2, paid_by = $3
WHERE payment = $1
