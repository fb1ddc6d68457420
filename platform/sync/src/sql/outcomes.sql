-- Every decision about a command, in order.
SELECT capture, n, outcome, code, detail, decided_at, decided_by, reason
FROM outcome
WHERE capture = $1
ORDER BY n
