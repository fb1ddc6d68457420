-- What is on record about one thing, newest first, before an instant.
SELECT chain, seq, line, recorded_at, actor, action, subject_kind, detail
FROM audit_entry
WHERE subject = $1 AND recorded_at < $2
ORDER BY recorded_at DESC, chain, seq DESC, line
LIMIT $3
