-- The lines of a journal, in their order.
SELECT account, debit, credit
FROM posting
WHERE journal = $1
ORDER BY line
