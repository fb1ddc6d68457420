-- How many tasks are open, overdue and done in some areas, by regency and kind.
SELECT substr(t.area, 1, 5), t.kind,
  CAST(SUM(CASE WHEN t.state = 'open' THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN t.state = 'open' AND t.due_on < $2 THEN 1 ELSE 0 END) AS bigint),
  CAST(SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS bigint)
FROM follow_up AS t
WHERE t.state <> 'cancelled' AND EXISTS (
    SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR t.area = a.item OR t.area LIKE a.item || '.%'
  )
GROUP BY substr(t.area, 1, 5), t.kind
ORDER BY 1, 2
