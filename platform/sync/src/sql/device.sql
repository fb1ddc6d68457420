-- A device by id.
SELECT id, holder, public_key, status, pending, attachments_pending
FROM device
WHERE id = $1
