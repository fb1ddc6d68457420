-- Writes a lead down, once.
INSERT INTO lead (id, event, village, occupation, agent, device, note, made_at, state, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)
ON CONFLICT (id) DO NOTHING
