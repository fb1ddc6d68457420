-- Who was enrolled at the events of some seasons, paid, and stayed, by event.
WITH opened AS (
  SELECT e.id AS plan, e.on_date, e.after_30, e.after_90, s.event
  FROM event_plan AS e
  JOIN event_session AS s ON s.plan = e.id
  WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
),
found AS (
  SELECT o.plan, o.on_date, o.after_30, o.after_90, f.agent, f.person, f.bucket, f.membership
  FROM opened AS o
  JOIN field_enrolment AS f ON f.event = o.event
  WHERE f.standing = 'enrolled' AND f.membership IS NOT NULL
  UNION ALL
  SELECT o.plan, o.on_date, o.after_30, o.after_90, l.agent, l.person, l.bucket, l.membership
  FROM opened AS o
  JOIN lead AS l ON l.event = o.event
  WHERE l.person IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM field_enrolment AS f
      WHERE f.person = l.person AND f.standing = 'enrolled' AND f.event IS NOT NULL
    )
    AND NOT EXISTS (
      SELECT 1 FROM lead AS x
      WHERE x.person = l.person AND x.event IS NOT NULL
        AND (x.made_at < l.made_at OR (x.made_at = l.made_at AND x.id < l.id))
    )
),
lasting AS (
  SELECT d.plan, d.agent, d.person, d.bucket,
    CASE WHEN EXISTS (
      SELECT 1 FROM contribution_month AS c
      WHERE c.bucket = d.bucket AND c.membership = d.membership AND c.withdrawn_by IS NULL AND c.paid_on <= $2
    ) THEN 1 ELSE 0 END AS paid,
    CASE WHEN d.on_date <= $3 THEN 1 ELSE 0 END AS of_30,
    CASE WHEN d.on_date <= $3 AND EXISTS (
      SELECT 1 FROM contribution_month AS c
      WHERE c.bucket = d.bucket AND c.membership = d.membership AND c.month = d.after_30 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS paid_30,
    CASE WHEN d.on_date <= $4 THEN 1 ELSE 0 END AS of_90,
    CASE WHEN d.on_date <= $4 AND EXISTS (
      SELECT 1 FROM contribution_month AS c
      WHERE c.bucket = d.bucket AND c.membership = d.membership AND c.month = d.after_90 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS paid_90
  FROM found AS d
)
SELECT t.plan, COUNT(*), CAST(SUM(t.paid) AS bigint), CAST(SUM(t.of_30) AS bigint),
  CAST(SUM(t.paid_30) AS bigint), CAST(SUM(t.of_90) AS bigint), CAST(SUM(t.paid_90) AS bigint)
FROM lasting AS t
GROUP BY t.plan
ORDER BY t.plan
