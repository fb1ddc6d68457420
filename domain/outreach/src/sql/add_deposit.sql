-- An agent says that money was brought.
INSERT INTO custody_deposit (
  id, agent, device, reference, amount, made_at, recorded_at, state
)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'announced')
ON CONFLICT (id) DO NOTHING
