-- Remembers a command with its answer.
INSERT INTO command (id, name, digest, actor, carried_out_at, answer)
VALUES ($1, $2, $3, $4, $5, $6)
