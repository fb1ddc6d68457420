-- Marks bills as paid.
UPDATE payment_code
SET state = 'paid'
WHERE code IN {list $1 text} AND state = 'open'
