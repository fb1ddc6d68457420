-- Acts on record of one user, newest first, after a place.
SELECT e.chain, e.seq, e.line, e.recorded_at, e.actor, u.login, e.action, e.subject_kind, e.subject, e.detail
FROM audit_entry AS e
LEFT JOIN app_user AS u ON u.id = e.actor
WHERE e.recorded_at <= $1 AND e.recorded_at >= $5
    AND (e.recorded_at < $1 OR e.chain > $2 OR (e.chain = $2 AND (e.seq < $3 OR (e.seq = $3 AND e.line > $4))))
    AND ($6 = '' OR e.action = $6)
    AND e.actor = $8
ORDER BY e.recorded_at DESC, e.chain, e.seq DESC, e.line
LIMIT $7
