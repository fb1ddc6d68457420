-- Writes a campaign down.
INSERT INTO campaign (id, code, name, goal, owner, area, launched_on, source, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
