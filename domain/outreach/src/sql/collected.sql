-- What an agent's members paid in some days, as far as it stands.
SELECT CAST(COALESCE(SUM(c.jkk + c.jkm + c.jht), 0) AS bigint)
FROM field_enrolment AS f
JOIN contribution_month AS c ON c.bucket = f.bucket AND c.membership = f.membership
WHERE f.agent = $1 AND f.standing = 'enrolled' AND c.withdrawn_by IS NULL
  AND c.paid_on BETWEEN $2 AND $3
