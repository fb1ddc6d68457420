-- The bills of some memberships, newest first.
SELECT c.code, c.membership, m.number, m.village, p.name, c.first_month, c.n_months, c.amount, c.opens_new_spell,
    c.opened_at, c.opened_by, c.expires_on, c.state, x.reason, x.cancelled_at, x.cancelled_by
FROM payment_code AS c
JOIN membership AS m ON m.bucket = c.bucket AND m.id = c.membership
JOIN person AS p ON p.bucket = m.bucket AND p.id = m.person
LEFT JOIN code_cancelled AS x ON x.code = c.code
WHERE c.bucket IN {list $1 int} AND c.membership IN {list $2 uuid}
ORDER BY c.opened_at DESC, c.code
LIMIT $3
