-- The device a token belongs to.
SELECT id, holder, public_key, status, pending, attachments_pending
FROM device
WHERE token_hash = $1
