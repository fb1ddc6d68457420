-- Of those captured at events of some areas, by event or by the planned event a phone's opening belongs to: how many stand, and how many of them paid a first month.
SELECT
    COALESCE(session.plan, f.event) AS event,
    CAST(COUNT(*) AS bigint) AS n_enrolled,
    CAST(SUM(CASE WHEN m.n_months > 0 THEN 1 ELSE 0 END) AS bigint) AS n_paid
FROM field_enrolment AS f
JOIN event AS e ON e.id = f.event
LEFT JOIN event_session AS session ON session.event = f.event
LEFT JOIN membership AS m ON m.bucket = f.bucket AND m.id = f.membership
WHERE EXISTS (SELECT 1 FROM {list $1 text} AS s WHERE e.area = s.item OR e.area LIKE s.item || '.%')
    AND f.standing IN ('enrolled', 'same')
GROUP BY COALESCE(session.plan, f.event)
ORDER BY COALESCE(session.plan, f.event)
