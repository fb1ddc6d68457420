-- How many members an agent enrolled, by the last month they have paid.
SELECT
  CAST(CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END AS bigint),
  m.paid_through,
  COUNT(*)
FROM field_enrolment AS f
JOIN membership AS m ON m.bucket = f.bucket AND m.id = f.membership
WHERE f.agent = $1 AND f.standing = 'enrolled'
GROUP BY CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END, m.paid_through
ORDER BY 1, 2
