-- Years whose return in the books differs from what was declared, or from what members were credited.
SELECT r.year
FROM savings_return AS r
WHERE r.credited + r.undistributed <> (
        SELECT COALESCE(SUM(p.debit), 0) FROM posting AS p WHERE p.journal = r.journal AND p.account = 'JHT-5210'
    )
    OR r.credited <> (
        SELECT COALESCE(SUM(e.amount), 0)
        FROM savings_entry AS e
        WHERE e.journal = r.journal AND e.kind = 'return'
    )
ORDER BY r.year
LIMIT 5
