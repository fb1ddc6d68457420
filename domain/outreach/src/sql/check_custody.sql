-- Agents of whom entries and receipts tell different sums: received, cancelled, deposited.
SELECT agent, CAST(SUM(received) AS bigint), CAST(SUM(cancelled) AS bigint), CAST(SUM(deposited) AS bigint)
FROM (
  SELECT
    agent,
    CASE WHEN kind = 'received' THEN amount ELSE 0 END AS received,
    CASE WHEN kind = 'cancelled' THEN amount ELSE 0 END AS cancelled,
    CASE WHEN kind = 'deposited' THEN amount ELSE 0 END AS deposited
  FROM custody_entry
  UNION ALL
  SELECT
    agent,
    -amount AS received,
    CASE WHEN state = 'cancelled' THEN amount ELSE 0 END AS cancelled,
    CASE WHEN state = 'deposited' THEN amount ELSE 0 END AS deposited
  FROM custody_receipt
) AS both_sides
GROUP BY agent
HAVING SUM(received) <> 0 OR SUM(cancelled) <> 0 OR SUM(deposited) <> 0
ORDER BY agent
