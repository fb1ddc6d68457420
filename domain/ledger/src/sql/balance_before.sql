-- Debits less credits of an account before a day.
SELECT CAST(COALESCE(SUM(d.debit - d.credit), 0) AS bigint)
FROM account_day AS d
WHERE d.account = $1 AND d.effective_on < $2
