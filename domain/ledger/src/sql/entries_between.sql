-- What was posted from one day to another, on all accounts together; each account by its own key.
SELECT CAST(COALESCE(SUM(d.debit), 0) AS bigint), CAST(COALESCE(SUM(d.credit), 0) AS bigint)
FROM account AS a
CROSS JOIN account_day AS d
WHERE d.account = a.code AND d.effective_on >= $1 AND d.effective_on <= $2
