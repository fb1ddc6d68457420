-- A photo begins to come.
INSERT INTO attachment (sha256, size, received, begun_at, last_at)
VALUES ($1, $2, 0, $3, $3)
ON CONFLICT (sha256) DO NOTHING
