-- The last receipt book.
SELECT MAX(n)
FROM receipt_book
