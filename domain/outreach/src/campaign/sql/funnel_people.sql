-- How many came to some planned events: scanned, tallied, and as phones closed them.
WITH opened AS (
  SELECT e.id AS plan, s.event
  FROM event_plan AS e
  JOIN event_session AS s ON s.plan = e.id
  WHERE e.id IN {list $1 uuid}
),
scanned AS (
  SELECT o.plan, COUNT(DISTINCT k.subject) AS n
  FROM opened AS o
  JOIN event_checkin AS k ON k.event = o.event
  GROUP BY o.plan
),
said AS (
  SELECT o.plan, t.n, ROW_NUMBER() OVER (PARTITION BY t.event, t.device ORDER BY t.made_at DESC, t.command DESC) AS place
  FROM opened AS o
  JOIN event_tally AS t ON t.event = o.event
),
tallied AS (
  SELECT plan, CAST(SUM(n) AS bigint) AS n FROM said WHERE place = 1 GROUP BY plan
),
ended AS (
  SELECT o.plan, c.attended,
    ROW_NUMBER() OVER (PARTITION BY c.event, COALESCE(c.device, c.closed_by) ORDER BY c.closed_at DESC, c.command DESC) AS place
  FROM opened AS o
  JOIN event_close AS c ON c.event = o.event
),
closed AS (
  SELECT plan, CAST(SUM(attended) AS bigint) AS n FROM ended WHERE place = 1 GROUP BY plan
)
SELECT e.id, k.n, t.n, c.n
FROM event_plan AS e
LEFT JOIN scanned AS k ON k.plan = e.id
LEFT JOIN tallied AS t ON t.plan = e.id
LEFT JOIN closed AS c ON c.plan = e.id
WHERE e.id IN {list $1 uuid}
ORDER BY e.id
