-- The receipt book of a device, and its last number.
SELECT b.n, (SELECT MAX(r.number) FROM custody_receipt AS r WHERE r.device = b.device)
FROM receipt_book AS b
WHERE b.device = $1
