-- The last day on which some agents enrolled somebody, and on which a member of theirs paid, up to a day.
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
SELECT made.agent, CAST(MAX(made.what) AS bigint), MAX(made.on_day)
FROM (
  SELECT h.agent, 1 AS what, h.from_on AS on_day FROM holding AS h WHERE h.is_moved = 0
  UNION ALL
  SELECT h.agent, 2, c.paid_on
  FROM holding AS h
  JOIN contribution_month AS c ON c.bucket = h.bucket AND c.membership = h.membership
  WHERE c.withdrawn_by IS NULL
    AND (h.is_moved = 0 OR c.paid_on >= h.from_on)
    AND (h.until_on IS NULL OR c.paid_on < h.until_on)
) AS made
WHERE made.on_day <= $2
GROUP BY made.agent, made.what
ORDER BY made.agent, made.what
