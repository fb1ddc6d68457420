-- Who became a member through some planned events, paid, and stayed, by agent.
WITH members AS (
  SELECT on_date, agent, first_paid_on, paid_30, paid_90 FROM event_enrolled WHERE plan IN {list $1 uuid}
  UNION ALL
  SELECT on_date, agent, first_paid_on, paid_30, paid_90 FROM event_won WHERE plan IN {list $1 uuid}
)
SELECT m.agent, u.display_name, COUNT(*),
  CAST(SUM(CASE WHEN m.first_paid_on <= $2 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN m.on_date <= $3 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN m.on_date <= $3 THEN m.paid_30 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN m.on_date <= $4 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN m.on_date <= $4 THEN m.paid_90 ELSE 0 END) AS bigint)
FROM members AS m
LEFT JOIN app_user AS u ON u.id = m.agent
GROUP BY m.agent, u.display_name
ORDER BY u.display_name, m.agent
