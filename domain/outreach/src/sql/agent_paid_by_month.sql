-- How many of the members an agent has now have each month paid, up to a day.
SELECT c.month, COUNT(DISTINCT c.membership)
FROM (
  SELECT f.bucket, f.membership
  FROM field_enrolment AS f
  WHERE f.agent = $1 AND f.standing = 'enrolled'
    AND NOT EXISTS (SELECT 1 FROM portfolio_move AS p WHERE p.membership = f.membership)
  UNION
  SELECT p.bucket, p.membership
  FROM portfolio_move AS p
  WHERE p.agent = $1 AND p.until_on IS NULL
) AS held
JOIN contribution_month AS c ON c.bucket = held.bucket AND c.membership = held.membership
WHERE c.withdrawn_by IS NULL AND c.month <= $2
GROUP BY c.month
ORDER BY c.month
