-- What people knew before and after a planned event, phones added, each phone's last word.
WITH said AS (
  SELECT p.phase, p.question, p.yes, p.no,
    ROW_NUMBER() OVER (PARTITION BY p.event, p.device, p.phase, p.question ORDER BY p.made_at DESC, p.command DESC) AS place
  FROM event_session AS s
  JOIN event_poll AS p ON p.event = s.event
  WHERE s.plan = $1
)
SELECT question,
  CAST(SUM(CASE WHEN phase = 'before' THEN yes END) AS bigint),
  CAST(SUM(CASE WHEN phase = 'before' THEN yes + no END) AS bigint),
  CAST(SUM(CASE WHEN phase = 'after' THEN yes END) AS bigint),
  CAST(SUM(CASE WHEN phase = 'after' THEN yes + no END) AS bigint)
FROM said
WHERE place = 1
GROUP BY question
ORDER BY question
