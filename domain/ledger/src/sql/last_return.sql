-- The last year whose return was declared.
SELECT MAX(year) FROM savings_return
