-- A plan begins.
INSERT INTO visit_plan (id, area, name, from_on, to_on, n, value, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7)
