-- Of these journals, those from which more was taken back than they moved.
SELECT r.reverses
FROM journal AS r
JOIN posting AS p ON p.journal = r.id
WHERE r.reverses IN {list $1 uuid}
GROUP BY r.reverses, p.account
HAVING SUM(p.debit) > COALESCE((
        SELECT SUM(o.credit) FROM posting AS o WHERE o.journal = r.reverses AND o.account = p.account
    ), 0)
    OR SUM(p.credit) > COALESCE((
        SELECT SUM(o.debit) FROM posting AS o WHERE o.journal = r.reverses AND o.account = p.account
    ), 0)
ORDER BY r.reverses
LIMIT 5
