-- A one-time code for a phone.
INSERT INTO device_code (code_hash, device, holder, area, made_at, made_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
