-- Payments that somebody has to do something about, by owner, with their sum and their age.
SELECT owner, COUNT(*), CAST(SUM(amount) AS bigint), MIN(received_at),
    CAST(SUM(CASE WHEN received_at >= $1 THEN 1 ELSE 0 END) AS bigint),
    CAST(SUM(CASE WHEN received_at < $1 AND received_at >= $2 THEN 1 ELSE 0 END) AS bigint),
    CAST(SUM(CASE WHEN received_at < $2 THEN 1 ELSE 0 END) AS bigint)
FROM payment
WHERE owner IS NOT NULL
GROUP BY owner
ORDER BY owner
