-- Takes an open bill back.
UPDATE payment_code
SET state = 'cancelled'
WHERE code = $1 AND state = 'open'
