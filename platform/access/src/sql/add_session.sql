-- Opens a session or an integrator's token.
INSERT INTO session (token_hash, id, user_id, kind, label, created_at, seen_at, expires_at, proof)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
