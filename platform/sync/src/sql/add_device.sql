-- A phone becomes a device.
INSERT INTO device (id, holder, area, public_key, token_hash, label, status, registered_at, registered_by, seen_at, app_version, persisted)
VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $7, $9, $10)
