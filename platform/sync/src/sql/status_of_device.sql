-- Whether a device is active, suspended or revoked.
SELECT status
FROM device
WHERE id = $1
