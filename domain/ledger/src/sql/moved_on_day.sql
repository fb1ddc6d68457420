-- Debits less credits of an account on one day, up to and with one line.
SELECT CAST(COALESCE(SUM((
    SELECT SUM(p.debit - p.credit)
    FROM posting AS p
    WHERE p.journal = j.id AND p.account = $1 AND (j.id < $3 OR p.line <= $4)
)), 0) AS bigint)
FROM journal AS j
WHERE j.effective_on = $2 AND j.id <= $3
