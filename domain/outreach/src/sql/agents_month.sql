-- What a month was for some agents' members: paid before and in it, new, back, lapsed, and what they paid in it.
WITH holding AS (
  SELECT f.agent, f.bucket, f.membership
  FROM field_enrolment AS f
  WHERE f.agent IN {list $1 uuid} AND f.standing = 'enrolled' AND f.membership IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM portfolio_move AS p WHERE p.membership = f.membership AND p.from_on <= $3
    )
  UNION ALL
  SELECT p.agent, p.bucket, p.membership
  FROM portfolio_move AS p
  WHERE p.agent IN {list $1 uuid} AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on > $3)
),
spell AS (
  SELECT
    h.agent, h.membership, c.spell,
    MIN(c.paid_on) AS first_on,
    MAX(CASE WHEN c.month <= $2 THEN c.month END) AS last_month,
    MAX(CASE WHEN c.month = $2 THEN 1 ELSE 0 END) AS is_paid,
    MAX(CASE WHEN c.month = $4 THEN 1 ELSE 0 END) AS was_paid,
    SUM(CASE WHEN c.paid_on >= $2 THEN c.jkk + c.jkm + c.jht ELSE 0 END) AS amount
  FROM holding AS h
  JOIN contribution_month AS c ON c.bucket = h.bucket AND c.membership = h.membership
  WHERE c.withdrawn_by IS NULL AND c.paid_on <= $3
  GROUP BY h.agent, h.membership, c.spell
),
member AS (
  SELECT
    agent, membership,
    MIN(first_on) AS first_on,
    MAX(CASE WHEN spell > 1 AND first_on >= $2 THEN 1 ELSE 0 END) AS is_back,
    MAX(last_month) AS last_month, MAX(is_paid) AS is_paid, MAX(was_paid) AS was_paid,
    SUM(amount) AS amount
  FROM spell
  GROUP BY agent, membership
)
SELECT
  agent,
  CAST(SUM(CASE WHEN first_on >= $2 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(is_back) AS bigint),
  CAST(SUM(CASE WHEN last_month = $5 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(was_paid) AS bigint),
  CAST(SUM(is_paid) AS bigint),
  CAST(SUM(amount) AS bigint)
FROM member
GROUP BY agent
ORDER BY agent
