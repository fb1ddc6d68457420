-- How many of the members some agents enrolled paid for the first time in some days.
SELECT begun.agent, COUNT(*)
FROM (
  SELECT f.agent, MIN(c.paid_on) AS first_on
  FROM field_enrolment AS f
  JOIN contribution_month AS c ON c.bucket = f.bucket AND c.membership = f.membership
  WHERE f.agent IN {list $1 uuid} AND f.standing = 'enrolled' AND c.withdrawn_by IS NULL
  GROUP BY f.agent, c.bucket, c.membership
) AS begun
WHERE begun.first_on BETWEEN $2 AND $3
GROUP BY begun.agent
ORDER BY begun.agent
