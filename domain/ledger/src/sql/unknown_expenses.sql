-- Expenses of a benefit fund that are neither benefits nor the return of the savers.
SELECT a.code
FROM account AS a
WHERE a.kind = 'expense'
    AND a.fund IN ('JKK', 'JKM', 'JHT')
    AND a.code NOT IN ('JKK-5110', 'JKM-5110', 'JHT-5210')
ORDER BY a.code
LIMIT 5
