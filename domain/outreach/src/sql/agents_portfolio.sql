-- How many members some agents have, by the last month they have paid; came from others when moved.
WITH holding AS (
  SELECT f.agent, f.bucket, f.membership, f.made_on AS from_on, 0 AS is_moved,
    (SELECT MIN(first_move.from_on) FROM portfolio_move AS first_move WHERE first_move.membership = f.membership) AS until_on
  FROM field_enrolment AS f
  WHERE f.agent IN {list $1 uuid} AND f.standing = 'enrolled' AND f.membership IS NOT NULL
  UNION ALL
  SELECT p.agent, p.bucket, p.membership, p.from_on, 1, p.until_on
  FROM portfolio_move AS p
  WHERE p.agent IN {list $1 uuid}
)
SELECT
  h.agent,
  CAST(CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END AS bigint),
  m.paid_through,
  COUNT(*),
  CAST(SUM(h.is_moved) AS bigint)
FROM holding AS h
JOIN membership AS m ON m.bucket = h.bucket AND m.id = h.membership
WHERE h.until_on IS NULL
GROUP BY h.agent, CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END, m.paid_through
ORDER BY h.agent, 2, 3
