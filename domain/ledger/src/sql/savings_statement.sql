-- A member's savings, entry by entry, returns with the rate they were credited at.
SELECT e.kind, e.amount, e.effective_on, e.journal, r.year, r.rate_ppm, r.status, r.source
FROM savings_entry AS e
LEFT JOIN savings_return AS r ON r.journal = e.journal AND e.kind = 'return'
WHERE e.bucket = $1 AND e.membership = $2
ORDER BY e.effective_on, e.recorded_at, e.id
