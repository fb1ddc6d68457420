-- Payments of some days that still wait for somebody: of members of some villages (one), or of nobody known (none).
SELECT COUNT(*), CAST(COALESCE(SUM(p.amount), 0) AS bigint)
FROM payment AS p
LEFT JOIN membership AS m ON m.bucket = p.bucket AND m.id = p.membership
WHERE p.owner IS NOT NULL AND p.received_at >= $2 AND p.received_at < $3
  AND (
    ($4 = 'one' AND m.village IN {list $1 text})
    OR ($4 = 'none' AND p.membership IS NULL)
  )
