-- A decision, numbered after the last one.
INSERT INTO outcome (capture, n, outcome, code, detail, decided_at, decided_by, reason)
SELECT $1, COALESCE(MAX(o.n), 0) + 1, $2, $3, $4, $5, $6, $7
FROM outcome AS o
WHERE o.capture = $1
