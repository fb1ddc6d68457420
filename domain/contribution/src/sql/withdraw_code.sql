-- Takes a code back that nobody has paid.
UPDATE payment_code
SET state = 'cancelled'
WHERE code = $1 AND state = 'open'
