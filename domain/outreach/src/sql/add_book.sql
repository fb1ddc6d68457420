-- Opens a receipt book.
INSERT INTO receipt_book (device, n, opened_at)
VALUES ($1, $2, $3)
