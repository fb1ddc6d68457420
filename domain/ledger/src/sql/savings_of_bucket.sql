-- Savers of one bucket, what they hold on a day, and their shares at a rate, each rounded down.
SELECT COUNT(*), CAST(COALESCE(SUM(s.balance), 0) AS bigint),
    CAST(COALESCE(SUM(s.balance / 1000000 * $3 + s.balance % 1000000 * $3 / 1000000), 0) AS bigint)
FROM (
    SELECT CAST(SUM(e.amount) AS bigint) AS balance
    FROM savings_entry AS e
    WHERE e.bucket = $1 AND e.effective_on <= $2
    GROUP BY e.membership
    HAVING SUM(e.amount) > 0
) AS s
