-- Every account with what moved on it up to a day, of one fund or of all.
SELECT a.code, a.fund, a.name_id, a.name_en, a.normal,
    CAST(COALESCE(SUM(d.debit), 0) AS bigint), CAST(COALESCE(SUM(d.credit), 0) AS bigint)
FROM account AS a
LEFT JOIN account_day AS d ON d.account = a.code AND d.effective_on <= $2
WHERE CAST($1 AS text) IS NULL OR a.fund = $1
GROUP BY a.code, a.fund, a.name_id, a.name_en, a.normal
ORDER BY a.code
