-- A partner came or did not; one that was not invited may come too.
INSERT INTO event_partner (event, role, invited, present, note)
VALUES ($1, $2, 0, $3, '')
ON CONFLICT (event, role) DO UPDATE SET present = excluded.present
