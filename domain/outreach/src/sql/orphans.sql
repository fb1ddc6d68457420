-- Members whose agent's contract is over and whom nobody took over, by agent, after one of them.
WITH over AS (
  SELECT c.agent, c.area, c.ended_on, c.until_on, c.end_reason
  FROM agent_contract AS c
  WHERE (c.ended_on IS NOT NULL OR c.until_on < $2)
    AND NOT EXISTS (
      SELECT 1 FROM agent_contract AS x
      WHERE x.agent = c.agent AND (x.from_on > c.from_on OR (x.from_on = c.from_on AND x.recorded_at > c.recorded_at))
    )
    AND EXISTS (
      SELECT 1 FROM {list $1 text} AS s
      WHERE s.item = '' OR c.area = s.item OR c.area LIKE s.item || '.%'
    )
),
holding AS (
  SELECT f.agent, f.bucket, f.membership
  FROM over
  JOIN field_enrolment AS f ON f.agent = over.agent
  WHERE f.standing = 'enrolled' AND f.membership IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM portfolio_move AS p WHERE p.membership = f.membership)
  UNION ALL
  SELECT p.agent, p.bucket, p.membership
  FROM over
  JOIN portfolio_move AS p ON p.agent = over.agent
  WHERE p.until_on IS NULL
)
SELECT
  over.agent, COALESCE(u.display_name, ''), over.area, COALESCE(over.ended_on, over.until_on), over.end_reason,
  COUNT(m.id),
  CAST(SUM(CASE WHEN m.paid_through >= $3 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN m.paid_through < $3 AND m.paid_through >= $4 THEN 1 ELSE 0 END) AS bigint)
FROM over
JOIN holding AS h ON h.agent = over.agent
JOIN membership AS m ON m.bucket = h.bucket AND m.id = h.membership
LEFT JOIN app_user AS u ON u.id = over.agent
WHERE m.ended_on IS NULL AND over.agent > $5
GROUP BY over.agent, COALESCE(u.display_name, ''), over.area, COALESCE(over.ended_on, over.until_on), over.end_reason
ORDER BY over.agent
LIMIT $6
