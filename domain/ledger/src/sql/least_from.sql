-- The least an account holds at the end of any day from a day on; $3 is 1 for debits, -1 for credits.
SELECT CAST(MIN(days.held) AS bigint)
FROM (
    SELECT SUM(moves.moved) OVER (ORDER BY moves.day) AS held
    FROM (
        SELECT late.day AS day, SUM(late.moved) AS moved
        FROM (
            SELECT CASE WHEN d.effective_on < $2 THEN $2 ELSE d.effective_on END AS day,
                (d.debit - d.credit) * $3 AS moved
            FROM account_day AS d
            WHERE d.account = $1
            UNION ALL
            SELECT $2, 0
        ) AS late
        GROUP BY late.day
    ) AS moves
) AS days
