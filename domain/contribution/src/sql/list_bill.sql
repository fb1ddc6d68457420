-- The newest bill of each member of a list that was opened since an instant and can be paid, or was, in the order of the sheet.
SELECT r.row_number, c.code, c.membership, m.number, p.name, m.village, c.first_month, c.n_months, c.amount, c.expires_on, c.state
FROM list_row AS r
JOIN membership AS m ON m.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(r.membership), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(r.membership), 32, 1)) - 1)}{postgres: get_byte(uuid_send(r.membership), 15)} AND m.id = r.membership
JOIN payment_code AS c ON c.bucket = m.bucket AND c.membership = m.id
JOIN person AS p ON p.bucket = m.bucket AND p.id = m.person
WHERE r.list = $1 AND r.row_number > $2 AND r.outcome IN {list $3 text} AND c.opened_at >= $4
  AND (c.state = 'paid' OR (c.state = 'open' AND c.expires_on >= $5))
  AND NOT EXISTS (
    SELECT 1 FROM payment_code AS d
    WHERE d.bucket = c.bucket AND d.membership = c.membership AND d.state = c.state
      AND (d.opened_at, d.code) > (c.opened_at, c.code)
  )
ORDER BY r.row_number, c.opened_at, c.code
LIMIT $6
