-- Journals of a stretch of days that do not balance within each fund, or have no lines, the first few.
SELECT j.id
FROM journal AS j
LEFT JOIN posting AS p ON p.journal = j.id
WHERE j.effective_on >= $1 AND j.effective_on <= $2
GROUP BY j.id
HAVING COUNT(p.line) = 0
    OR SUM(CASE WHEN substr(p.account, 1, 3) = 'COL' THEN p.debit - p.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN substr(p.account, 1, 3) = 'JKK' THEN p.debit - p.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN substr(p.account, 1, 3) = 'JKM' THEN p.debit - p.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN substr(p.account, 1, 3) = 'JHT' THEN p.debit - p.credit ELSE 0 END) <> 0
    OR SUM(CASE WHEN substr(p.account, 1, 3) = 'OPS' THEN p.debit - p.credit ELSE 0 END) <> 0
ORDER BY j.id
LIMIT 5
