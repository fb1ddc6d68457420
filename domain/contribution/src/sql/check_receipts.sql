-- Receipt journals whose debit of the channels differs from the payments that name them.
SELECT books.journal, books.amount, CAST(COALESCE(paid.amount, 0) AS bigint)
FROM (
    SELECT p.journal, CAST(SUM(p.debit) AS bigint) AS amount
    FROM posting AS p
    JOIN journal AS j ON j.id = p.journal
    WHERE p.account = 'COL-1120' AND j.kind = 'J01'
    GROUP BY p.journal
) AS books
LEFT JOIN (
    SELECT journal, CAST(SUM(amount) AS bigint) AS amount
    FROM payment
    GROUP BY journal
) AS paid ON paid.journal = books.journal
WHERE COALESCE(paid.amount, 0) <> books.amount
ORDER BY books.journal
LIMIT 20
