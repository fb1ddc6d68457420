-- Of the members some agents enrolled: how many began in a month, and how many of them paid each month after it.
WITH paid AS (
  SELECT f.agent, c.bucket, c.membership, c.month
  FROM field_enrolment AS f
  JOIN contribution_month AS c ON c.bucket = f.bucket AND c.membership = f.membership
  WHERE f.agent IN {list $1 uuid} AND f.standing = 'enrolled' AND c.withdrawn_by IS NULL
),
begun AS (
  SELECT agent, bucket, membership, MIN(month) AS month FROM paid GROUP BY agent, bucket, membership
)
SELECT b.agent, b.month, p.month, COUNT(DISTINCT p.membership)
FROM begun AS b
JOIN paid AS p ON p.agent = b.agent AND p.bucket = b.bucket AND p.membership = b.membership
GROUP BY b.agent, b.month, p.month
ORDER BY b.agent, b.month, p.month
