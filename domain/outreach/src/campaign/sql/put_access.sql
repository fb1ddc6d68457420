-- How long it takes to get to a village.
INSERT INTO village_access (village, minutes, source, recorded_at, recorded_by)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (village) DO UPDATE SET
  minutes = excluded.minutes, source = excluded.source,
  recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
