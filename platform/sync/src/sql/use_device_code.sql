-- A code is used up.
UPDATE device_code
SET used_at = $2
WHERE code_hash = $1
