-- Journals of a stretch of days that do not balance within each fund, or have no lines, the first few.
SELECT j.id
FROM journal AS j
WHERE j.effective_on >= $1
    AND j.effective_on <= $2
    AND COALESCE((
        SELECT CASE WHEN
                    SUM(CASE WHEN substr(p.account, 1, 3) = 'COL' THEN p.debit - p.credit ELSE 0 END) = 0
                AND SUM(CASE WHEN substr(p.account, 1, 3) = 'JKK' THEN p.debit - p.credit ELSE 0 END) = 0
                AND SUM(CASE WHEN substr(p.account, 1, 3) = 'JKM' THEN p.debit - p.credit ELSE 0 END) = 0
                AND SUM(CASE WHEN substr(p.account, 1, 3) = 'JHT' THEN p.debit - p.credit ELSE 0 END) = 0
                AND SUM(CASE WHEN substr(p.account, 1, 3) = 'OPS' THEN p.debit - p.credit ELSE 0 END) = 0
            THEN 1 ELSE 0 END
        FROM posting AS p
        WHERE p.journal = j.id
    ), 0) = 0
ORDER BY j.effective_on, j.id
LIMIT 5
