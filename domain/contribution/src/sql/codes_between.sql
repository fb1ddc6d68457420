-- Bills by their code, or by its beginning: from one code to another, with whom they are for.
SELECT c.code, c.membership, m.number, m.village, p.name, c.first_month, c.n_months, c.amount, c.opens_new_spell,
    c.opened_at, c.opened_by, c.expires_on, c.state, x.reason, x.cancelled_at, x.cancelled_by
FROM payment_code AS c
JOIN membership AS m ON m.bucket = c.bucket AND m.id = c.membership
JOIN person AS p ON p.bucket = m.bucket AND p.id = m.person
LEFT JOIN code_cancelled AS x ON x.code = c.code
WHERE c.code BETWEEN $1 AND $2
ORDER BY c.code
LIMIT $3
