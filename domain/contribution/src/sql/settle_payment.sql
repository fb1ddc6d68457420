-- Moves a payment on: its state, whose it is, and who owns it now.
UPDATE payment
SET state = $2, bucket = $3, membership = $4, owner = $5
WHERE id = $1
