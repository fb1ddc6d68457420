-- The registration a one-time code was given for.
SELECT device, holder, area, made_by, expires_at, used_at
FROM device_code
WHERE code_hash = $1
