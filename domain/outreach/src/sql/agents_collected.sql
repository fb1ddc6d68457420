-- What the members of some agents paid in some days while they were theirs, as far as it stands.
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
SELECT h.agent, CAST(SUM(c.jkk + c.jkm + c.jht) AS bigint)
FROM holding AS h
JOIN contribution_month AS c ON c.bucket = h.bucket AND c.membership = h.membership
WHERE c.withdrawn_by IS NULL AND c.paid_on BETWEEN $2 AND $3
  AND (h.is_moved = 0 OR c.paid_on >= h.from_on)
  AND (h.until_on IS NULL OR c.paid_on < h.until_on)
GROUP BY h.agent
ORDER BY h.agent
