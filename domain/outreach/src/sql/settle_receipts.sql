-- Moves receipts from one state to the next.
UPDATE custody_receipt
SET state = $1, deposit = $2
WHERE id IN {list $3 uuid} AND state = $4
