-- The numbers of an agent's receipts, book by book.
SELECT r.book, r.number
FROM custody_receipt AS r
WHERE r.number IS NOT NULL
  AND r.book IN (SELECT o.book FROM custody_receipt AS o WHERE o.agent = $1)
ORDER BY r.book, r.number
