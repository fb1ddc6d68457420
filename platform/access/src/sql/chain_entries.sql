-- A stretch of one chain with its entries, in order, for verification.
SELECT b.seq, b.previous, b.hash, b.n_entries, e.recorded_at, e.actor, e.action, e.subject_kind, e.subject, e.detail
FROM audit_block AS b
LEFT JOIN audit_entry AS e ON e.chain = b.chain AND e.seq = b.seq
WHERE b.chain = $1 AND b.seq > $2 AND b.seq <= $3
ORDER BY b.seq, e.line
