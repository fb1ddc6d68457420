-- A device is suspended, resumed or revoked.
UPDATE device
SET status = $2
WHERE id = $1
