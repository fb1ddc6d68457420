-- Moves a chain's head on, or starts the chain.
INSERT INTO audit_head (chain, seq, hash)
VALUES ($1, $2, $3)
ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
