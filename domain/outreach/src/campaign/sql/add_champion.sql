-- Who speaks for the campaign in a village.
INSERT INTO village_champion (id, village, role, has_name, source, recorded_at, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
