-- Credits each saver of one bucket with a year's share, rounded down to whole rupiah.
INSERT INTO savings_entry (bucket, membership, id, kind, amount, effective_on, journal, recorded_at)
SELECT $1, s.membership, $4, 'return',
    s.balance / 1000000 * $3 + s.balance % 1000000 * $3 / 1000000, $5, $4, $6
FROM (
    SELECT e.membership AS membership, CAST(SUM(e.amount) AS bigint) AS balance
    FROM savings_entry AS e
    WHERE e.bucket = $1 AND e.effective_on <= $2
    GROUP BY e.membership
    HAVING SUM(e.amount) > 0
) AS s
WHERE s.balance / 1000000 * $3 + s.balance % 1000000 * $3 / 1000000 > 0
