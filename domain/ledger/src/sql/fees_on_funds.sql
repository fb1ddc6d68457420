-- Journals of a stretch of days that move fees and a benefit fund together, the first few.
SELECT j.id
FROM journal AS j
WHERE j.effective_on >= $1
    AND j.effective_on <= $2
    AND EXISTS (
        SELECT 1
        FROM posting AS p
        WHERE p.journal = j.id AND p.account IN ('OPS-2310', 'OPS-2320', 'OPS-5310', 'OPS-5320')
    )
    AND EXISTS (
        SELECT 1
        FROM posting AS p
        WHERE p.journal = j.id AND substr(p.account, 1, 3) IN ('JKK', 'JKM', 'JHT')
    )
ORDER BY j.effective_on, j.id
LIMIT 5
