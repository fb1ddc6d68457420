-- Funds and days whose debits and credits differ, the first few.
SELECT a.fund, d.effective_on
FROM account_day AS d
JOIN account AS a ON a.code = d.account
GROUP BY a.fund, d.effective_on
HAVING SUM(d.debit) <> SUM(d.credit)
ORDER BY a.fund, d.effective_on
LIMIT 5
