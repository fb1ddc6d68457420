-- A phone says how many knew; the same command says it once.
INSERT INTO event_poll (event, device, command, phase, question, yes, no, made_at, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (event, device, phase, question, command) DO NOTHING
