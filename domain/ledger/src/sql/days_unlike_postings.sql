-- Accounts and days of a stretch whose sums differ from their postings, the first few.
SELECT sides.account, sides.effective_on
FROM (
    SELECT p.account AS account, j.effective_on AS effective_on, p.debit AS debit, p.credit AS credit
    FROM journal AS j
    JOIN posting AS p ON p.journal = j.id
    WHERE j.effective_on >= $1 AND j.effective_on <= $2
    UNION ALL
    SELECT d.account, d.effective_on, -d.debit, -d.credit
    FROM account AS a
    CROSS JOIN account_day AS d
    WHERE d.account = a.code AND d.effective_on >= $1 AND d.effective_on <= $2
) AS sides
GROUP BY sides.account, sides.effective_on
HAVING SUM(sides.debit) <> 0 OR SUM(sides.credit) <> 0
ORDER BY sides.account, sides.effective_on
LIMIT 5
