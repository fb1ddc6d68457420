-- Accounts that may never be negative and were, at the end of which day, and how far, the first few.
SELECT held.account, held.effective_on, CAST(held.balance AS bigint)
FROM (
    SELECT days.account AS account, days.effective_on AS effective_on,
        SUM(days.moved) OVER (PARTITION BY days.account ORDER BY days.effective_on) AS balance
    FROM (
        SELECT d.account AS account, d.effective_on AS effective_on,
            SUM(CASE WHEN a.normal = 'debit' THEN d.debit - d.credit ELSE d.credit - d.debit END) AS moved
        FROM account_day AS d
        JOIN account AS a ON a.code = d.account
        WHERE a.not_negative = 1
        GROUP BY d.account, d.effective_on
    ) AS days
) AS held
WHERE held.balance < 0
ORDER BY held.account, held.effective_on
LIMIT 5
