-- Planned events of some days and areas, with their season and state.
SELECT p.id, p.season, p.area, p.state
FROM event_plan AS p
WHERE p.on_date BETWEEN $2 AND $3 AND p.state <> 'cancelled'
  AND EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR p.area = s.item OR p.area LIKE s.item || '.%'
  )
ORDER BY p.on_date, p.id
LIMIT 20000
