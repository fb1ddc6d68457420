-- Debits less credits of an account on one day, up to and with one line.
SELECT CAST(COALESCE(SUM(p.debit - p.credit), 0) AS bigint)
FROM journal AS j
JOIN posting AS p ON p.journal = j.id
WHERE p.account = $1 AND j.effective_on = $2 AND (p.journal, p.line) <= ($3, $4)
