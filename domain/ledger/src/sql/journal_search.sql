-- Journals that fit, newest first, after a place in that order.
SELECT j.id, j.kind, j.business_key, j.effective_on, j.recorded_at, j.actor, j.reverses, j.note,
    CAST((SELECT COALESCE(SUM(p.debit), 0) FROM posting AS p WHERE p.journal = j.id) AS bigint)
FROM journal AS j
WHERE j.effective_on >= $4
    AND j.effective_on <= $5
    AND (j.effective_on, j.id) < ($6, $7)
    AND (CAST($1 AS text) IS NULL OR j.kind = $1)
    AND (CAST($3 AS text) IS NULL OR j.business_key = $3)
    AND (CAST($2 AS text) IS NULL OR EXISTS (
        SELECT 1 FROM posting AS p WHERE p.journal = j.id AND p.account = $2
    ))
ORDER BY j.effective_on DESC, j.id DESC
LIMIT $8
