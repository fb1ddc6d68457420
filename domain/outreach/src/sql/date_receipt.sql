-- Dates a receipt by an earlier capture of the same.
UPDATE custody_receipt
SET made_at = $1
WHERE id = $2 AND made_at > $1
