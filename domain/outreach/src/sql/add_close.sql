-- Closes an event; the same command closes it once.
INSERT INTO event_close (
  event, command, attended, enrolled, refused, not_recorded, closed_by, closed_at, recorded_at,
  device
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (event, command) DO NOTHING
