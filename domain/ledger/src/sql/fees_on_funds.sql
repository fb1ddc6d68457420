-- Journals of a stretch of days that move fees and a benefit fund together, the first few.
SELECT j.id
FROM journal AS j
JOIN posting AS p ON p.journal = j.id
WHERE j.effective_on >= $1 AND j.effective_on <= $2
GROUP BY j.id
HAVING SUM(CASE WHEN p.account IN ('OPS-2310', 'OPS-2320', 'OPS-5310', 'OPS-5320') THEN 1 ELSE 0 END) > 0
    AND SUM(CASE WHEN substr(p.account, 1, 3) IN ('JKK', 'JKM', 'JHT') THEN 1 ELSE 0 END) > 0
ORDER BY j.id
LIMIT 5
