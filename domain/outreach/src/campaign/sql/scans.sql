-- Scans at some planned events, once an event, and the people behind them, each once.
SELECT COUNT(*), COUNT(DISTINCT k.subject)
FROM (
  SELECT DISTINCT e.id, c.subject
  FROM event_plan AS e
  JOIN event_session AS s ON s.plan = e.id
  JOIN event_checkin AS c ON c.event = s.event
  WHERE e.id IN {list $1 uuid}
) AS k
