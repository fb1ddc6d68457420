-- What a device says of itself.
UPDATE device
SET seen_at = $2, app_version = $3, persisted = $4, store_epoch = $5, pending = $6,
  attachments_pending = $7, oldest_made_at = $8, clock_offset_ms = $9, free_bytes = $10,
  last_seq = CASE WHEN last_seq < $11 THEN $11 ELSE last_seq END
WHERE id = $1
