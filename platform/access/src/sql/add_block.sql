-- Appends a block to a chain.
INSERT INTO audit_block (chain, seq, previous, hash, n_entries, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6)
