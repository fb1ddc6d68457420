-- Cash held since before a time that nobody was told about, with the member it is for.
SELECT r.id, r.agent, r.area, r.amount, r.made_at, f.membership
FROM custody_receipt AS r
LEFT JOIN field_enrolment AS f ON f.command = r.enrolment
WHERE r.state = 'held' AND r.made_at <= $1
  AND NOT EXISTS (SELECT 1 FROM custody_alert AS a WHERE a.receipt = r.id)
ORDER BY r.made_at, r.id
LIMIT $2
