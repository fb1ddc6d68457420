-- A partner of an event.
INSERT INTO event_partner (event, role, invited, note)
VALUES ($1, $2, $3, $4)
