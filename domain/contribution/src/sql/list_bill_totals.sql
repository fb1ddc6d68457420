-- What the bills of a list come to, by their state.
SELECT c.state, COUNT(*), CAST(SUM(c.amount) AS bigint), MIN(c.expires_on)
FROM list_row AS r
JOIN payment_code AS c ON c.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(r.membership), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(r.membership), 32, 1)) - 1)}{postgres: get_byte(uuid_send(r.membership), 15)} AND c.membership = r.membership
WHERE r.list = $1 AND r.outcome IN {list $2 text} AND c.opened_at >= $3
  AND (c.state = 'paid' OR (c.state = 'open' AND c.expires_on >= $4))
  AND NOT EXISTS (
    SELECT 1 FROM payment_code AS d
    WHERE d.bucket = c.bucket AND d.membership = c.membership AND d.state = c.state
      AND (d.opened_at, d.code) > (c.opened_at, c.code)
  )
GROUP BY c.state
ORDER BY c.state
