-- Who was enrolled by phones at a planned event, in some areas, the earliest first, after a place in that order.
SELECT f.command, f.made_at, f.standing, f.area, f.agent, u.display_name, f.person, p.name,
  f.membership, m.number, m.paid_through, m.ended_on, f.first_month, f.n_months, f.shown_total
FROM event_session AS s
JOIN field_enrolment AS f ON f.event = s.event
LEFT JOIN person AS p ON p.bucket = f.bucket AND p.id = f.person
LEFT JOIN membership AS m ON m.bucket = f.bucket AND m.id = f.membership
LEFT JOIN app_user AS u ON u.id = f.agent
WHERE s.plan = $1 AND f.standing <> 'superseded'
  AND EXISTS (
    SELECT 1 FROM {list $2 text} AS a WHERE a.item = '' OR f.area = a.item OR f.area LIKE a.item || '.%'
  )
  AND (f.made_at > $3 OR (f.made_at = $3 AND f.command > $4))
ORDER BY f.made_at, f.command
LIMIT $5
