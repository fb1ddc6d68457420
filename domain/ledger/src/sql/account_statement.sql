-- What moved on an account between two days, oldest first, after a place in that order: day by day.
SELECT j.effective_on, j.id, p.line, j.kind, j.business_key, p.debit, p.credit, j.note
FROM journal AS j
CROSS JOIN posting AS p
WHERE p.journal = j.id
    AND p.account = $1
    AND j.effective_on >= $2
    AND j.effective_on <= $3
    AND (j.effective_on, j.id, p.line) > ($4, $5, $6)
ORDER BY j.effective_on, j.id, p.line
LIMIT $7
