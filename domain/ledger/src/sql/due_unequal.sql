-- Days on which what the pool owes a fund moved otherwise than what the fund is owed, the first few.
SELECT d.effective_on
FROM account_day AS d
WHERE d.account IN (
    'COL-2151', 'COL-2152', 'COL-2153', 'COL-2159', 'JKK-1150', 'JKM-1150', 'JHT-1150', 'OPS-1150'
)
GROUP BY d.effective_on
HAVING SUM(CASE WHEN d.account IN ('COL-2151', 'JKK-1150') THEN d.debit - d.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN d.account IN ('COL-2152', 'JKM-1150') THEN d.debit - d.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN d.account IN ('COL-2153', 'JHT-1150') THEN d.debit - d.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN d.account IN ('COL-2159', 'OPS-1150') THEN d.debit - d.credit ELSE 0 END) <> 0
ORDER BY d.effective_on
LIMIT 5
