-- One capture as the queue lists it.
SELECT c.id, c.device, d.label, d.holder, u.display_name, c.seq, c.kind, c.v, c.received_at, c.transport, c.outcome,
  (SELECT o.code FROM outcome AS o WHERE o.capture = c.id ORDER BY o.n DESC LIMIT 1) AS code,
  c.clashes,
  (SELECT s.id FROM capture AS s WHERE s.supersedes = c.id ORDER BY s.id LIMIT 1) AS superseded_by
FROM capture AS c
LEFT JOIN device AS d ON d.id = c.device
LEFT JOIN app_user AS u ON u.id = d.holder
WHERE c.id = $1
