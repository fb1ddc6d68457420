-- Writes an agreement down.
INSERT INTO agreement (
  id, area, level, title, partner, number, signed_on, from_on, to_on, source, recorded_at, recorded_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
