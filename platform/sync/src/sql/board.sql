-- Devices registered for areas inside the given ones (an empty one is everywhere), with their holders.
SELECT d.id, d.holder, u.display_name, u.status, d.area, d.label, d.status, d.registered_at, d.seen_at,
  d.app_version, d.persisted, d.pending, d.attachments_pending, d.oldest_made_at, d.clock_offset_ms, d.free_bytes,
  (SELECT COUNT(*) FROM capture AS c WHERE c.device = d.id AND c.outcome = 'needs_review') AS to_review
FROM device AS d
JOIN app_user AS u ON u.id = d.holder
WHERE d.id > $2
  AND EXISTS (SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR d.area = a.item OR d.area LIKE a.item || '.%')
ORDER BY d.id
LIMIT $3
