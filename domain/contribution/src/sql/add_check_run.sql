-- Keeps what a run of the proofs said.
INSERT INTO check_run (id, started_at, finished_at, started_by, ok, result)
VALUES ($1, $2, $3, $4, $5, $6)
