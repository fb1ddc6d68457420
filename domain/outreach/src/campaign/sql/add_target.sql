-- Whom an event is for.
INSERT INTO event_target (event, kind, code)
VALUES ($1, $2, $3)
