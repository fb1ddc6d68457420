-- How many came to a planned event: scanned, tallied by each phone, and as each phone closed it.
WITH said AS (
  SELECT t.n, ROW_NUMBER() OVER (PARTITION BY t.event, t.device ORDER BY t.made_at DESC, t.command DESC) AS place
  FROM event_session AS s
  JOIN event_tally AS t ON t.event = s.event
  WHERE s.plan = $1
),
ended AS (
  SELECT c.attended,
    ROW_NUMBER() OVER (PARTITION BY c.event, COALESCE(c.device, c.closed_by) ORDER BY c.closed_at DESC, c.command DESC) AS place
  FROM event_session AS s
  JOIN event_close AS c ON c.event = s.event
  WHERE s.plan = $1
)
SELECT
  (SELECT NULLIF(COUNT(DISTINCT k.subject), 0) FROM event_session AS s JOIN event_checkin AS k ON k.event = s.event
   WHERE s.plan = $1),
  (SELECT CAST(SUM(n) AS bigint) FROM said WHERE place = 1),
  (SELECT CAST(SUM(attended) AS bigint) FROM ended WHERE place = 1)
