-- Tasks in some areas, what is due first, after a place in that order.
SELECT t.id, t.kind, t.area, t.event, t.lead, t.owner, u.display_name, t.title, t.due_on, t.state, t.note, t.done_at
FROM follow_up AS t
LEFT JOIN app_user AS u ON u.id = t.owner
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS a
    WHERE a.item = '' OR t.area = a.item OR t.area LIKE a.item || '.%' OR a.item LIKE t.area || '.%'
  )
  AND (t.state = $2 OR $2 IS NULL)
  AND (t.kind = $3 OR $3 IS NULL)
  AND (t.owner = $4 OR $4 IS NULL)
  AND (t.event = $5 OR $5 IS NULL)
  AND (t.due_on > $6 OR (t.due_on = $6 AND t.id > $7))
ORDER BY t.due_on, t.id
LIMIT $8
