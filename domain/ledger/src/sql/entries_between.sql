-- What was posted from one day to another, on all accounts together.
SELECT CAST(COALESCE(SUM(d.debit), 0) AS bigint), CAST(COALESCE(SUM(d.credit), 0) AS bigint)
FROM account AS a
JOIN account_day AS d ON d.account = a.code
WHERE d.effective_on >= $1 AND d.effective_on <= $2
