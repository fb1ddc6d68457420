-- Reserves codes for a device.
INSERT INTO code_range (first_n, last_n, device, holder, reserved_at)
VALUES ($1, $2, $3, $4, $5)
