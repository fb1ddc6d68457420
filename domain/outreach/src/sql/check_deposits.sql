-- Deposits confirmed for another sum than that of their receipts or of the payments made of them.
SELECT
  d.id,
  COALESCE(d.counted, 0),
  CAST(COALESCE(SUM(r.amount), 0) AS bigint),
  CAST(COALESCE(SUM(p.amount), 0) AS bigint)
FROM custody_deposit AS d
LEFT JOIN custody_receipt AS r ON r.deposit = d.id AND r.state = 'deposited'
LEFT JOIN payment AS p ON p.id = r.payment
WHERE d.state = 'confirmed'
GROUP BY d.id, COALESCE(d.counted, 0)
HAVING COALESCE(SUM(r.amount), 0) <> COALESCE(d.counted, 0)
  OR COALESCE(SUM(p.amount), 0) <> COALESCE(d.counted, 0)
ORDER BY d.id
