-- Captures of devices in these areas (an empty one is everywhere) by outcome and device. What a correction stands in for is not listed among the refused.
SELECT c.id, c.device, d.label, d.holder, u.display_name, c.seq, c.kind, c.v, c.received_at, c.transport, c.outcome,
  (SELECT o.code FROM outcome AS o WHERE o.capture = c.id ORDER BY o.n DESC LIMIT 1) AS code,
  c.clashes,
  (SELECT s.id FROM capture AS s WHERE s.supersedes = c.id ORDER BY s.id LIMIT 1) AS superseded_by
FROM capture AS c
LEFT JOIN device AS d ON d.id = c.device
LEFT JOIN app_user AS u ON u.id = d.holder
WHERE c.id > $4
  AND ($2 = '' OR c.outcome = $2 OR ($2 = 'needs_review' AND c.clashes > 0))
  AND ($2 <> 'rejected' OR NOT EXISTS (SELECT 1 FROM capture AS s WHERE s.supersedes = c.id))
  AND ($3 = {sqlite: zeroblob(16)}{postgres: '00000000-0000-0000-0000-000000000000'::uuid} OR c.device = $3)
  AND EXISTS (SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR d.area = a.item OR d.area LIKE a.item || '.%')
ORDER BY c.id
LIMIT $5
