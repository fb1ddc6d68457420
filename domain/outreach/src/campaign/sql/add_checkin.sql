-- Somebody was scanned, once an event.
INSERT INTO event_checkin (event, subject, person, invitation, device, made_at, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (event, subject) DO NOTHING
