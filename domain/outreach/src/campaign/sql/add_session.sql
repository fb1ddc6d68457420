-- An opening of a phone belongs to a planned event.
INSERT INTO event_session (event, plan, attached_how, attached_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (event) DO NOTHING
