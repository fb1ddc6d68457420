-- An opening belongs to a planned event, as the office says.
INSERT INTO event_session (event, plan, attached_how, attached_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (event) DO UPDATE SET
  plan = excluded.plan, attached_how = excluded.attached_how, attached_at = excluded.attached_at
