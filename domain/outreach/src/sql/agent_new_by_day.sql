-- On which days how many of those an agent enrolled paid for the first time.
SELECT begun.first_on, COUNT(*)
FROM (
  SELECT MIN(c.paid_on) AS first_on
  FROM field_enrolment AS f
  JOIN contribution_month AS c ON c.bucket = f.bucket AND c.membership = f.membership
  WHERE f.agent = $1 AND f.standing = 'enrolled' AND c.withdrawn_by IS NULL
  GROUP BY c.bucket, c.membership
) AS begun
WHERE begun.first_on <= $2
GROUP BY begun.first_on
ORDER BY begun.first_on
