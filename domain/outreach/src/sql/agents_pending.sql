-- What some agents hold for members, not yet in the books, and for how many who have paid nothing yet.
SELECT
  r.agent,
  CAST(SUM(r.amount) AS bigint),
  COUNT(DISTINCT CASE WHEN m.spell = 0 THEN m.id END)
FROM custody_receipt AS r
JOIN field_enrolment AS f ON f.command = r.enrolment
LEFT JOIN membership AS m ON m.bucket = f.bucket AND m.id = f.membership
WHERE r.agent IN {list $1 uuid} AND r.state IN ('held', 'handed_in')
GROUP BY r.agent
ORDER BY r.agent
