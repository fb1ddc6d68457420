-- Of an agent's members: how many began in a month, and how many of them paid each month after it.
WITH paid AS (
  SELECT c.bucket, c.membership, c.month
  FROM field_enrolment AS f
  JOIN contribution_month AS c ON c.bucket = f.bucket AND c.membership = f.membership
  WHERE f.agent = $1 AND f.standing = 'enrolled' AND c.withdrawn_by IS NULL
),
begun AS (
  SELECT bucket, membership, MIN(month) AS month FROM paid GROUP BY bucket, membership
)
SELECT b.month, p.month, COUNT(*)
FROM begun AS b
JOIN paid AS p ON p.bucket = b.bucket AND p.membership = b.membership
GROUP BY b.month, p.month
ORDER BY b.month, p.month
