-- Scans at the events of some seasons, once an event, and the people behind them, each once.
SELECT COUNT(*), COUNT(DISTINCT k.subject)
FROM (
  SELECT DISTINCT e.id, c.subject
  FROM event_plan AS e
  JOIN event_session AS s ON s.plan = e.id
  JOIN event_checkin AS c ON c.event = s.event
  WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
) AS k
