-- One journal without its lines.
SELECT j.id, j.kind, j.business_key, j.effective_on, j.recorded_at, j.actor, j.reverses, j.note,
    CAST((SELECT COALESCE(SUM(p.debit), 0) FROM posting AS p WHERE p.journal = j.id) AS bigint)
FROM journal AS j
WHERE j.id = $1
