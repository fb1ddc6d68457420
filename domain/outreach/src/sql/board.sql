-- What agents hold of what was taken in some areas, oldest first, after a place in that order.
SELECT
  r.agent,
  COALESCE(u.display_name, ''),
  CAST(SUM(CASE WHEN r.state = 'held' THEN r.amount ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN r.state = 'handed_in' THEN r.amount ELSE 0 END) AS bigint),
  MIN(CASE WHEN r.state = 'held' THEN r.made_at END),
  CAST(SUM(CASE WHEN r.decided = 0 AND r.doubled + r.differs + r.over_limit > 0 THEN 1 ELSE 0 END) AS bigint),
  COUNT(a.receipt),
  MIN(r.made_at)
FROM custody_receipt AS r
LEFT JOIN app_user AS u ON u.id = r.agent
LEFT JOIN custody_alert AS a ON a.receipt = r.id AND r.state = 'held'
WHERE r.state IN ('held', 'handed_in')
  AND (r.agent = $1 OR EXISTS (
    SELECT 1 FROM {list $2 text} AS s
    WHERE s.item = '' OR r.area = s.item OR r.area LIKE s.item || '.%'
  ))
GROUP BY r.agent, COALESCE(u.display_name, '')
HAVING MIN(r.made_at) > $3 OR (MIN(r.made_at) = $3 AND r.agent > $4)
ORDER BY MIN(r.made_at), r.agent
LIMIT $5
