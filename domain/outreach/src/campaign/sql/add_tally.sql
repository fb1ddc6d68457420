-- A phone says how many came without being scanned; the same command says it once.
INSERT INTO event_tally (event, device, command, n, made_at, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (event, device, command) DO NOTHING
