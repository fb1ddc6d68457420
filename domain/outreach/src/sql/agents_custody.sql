-- What some agents hold in all.
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
WHERE r.agent IN {list $1 uuid} AND r.state IN ('held', 'handed_in')
GROUP BY r.agent, COALESCE(u.display_name, '')
ORDER BY r.agent
