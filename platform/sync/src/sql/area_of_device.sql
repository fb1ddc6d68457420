-- Where a device is used, and its status.
SELECT area, status
FROM device
WHERE id = $1
