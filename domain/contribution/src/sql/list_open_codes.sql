-- Members of a stretch of a list's rows who can pay an open bill on a day.
SELECT DISTINCT c.membership
FROM list_row AS r
JOIN payment_code AS c ON c.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(r.membership), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(r.membership), 32, 1)) - 1)}{postgres: get_byte(uuid_send(r.membership), 15)} AND c.membership = r.membership
WHERE r.list = $1 AND r.row_number > $2 AND r.row_number <= $3 AND c.state = 'open' AND c.expires_on >= $4
ORDER BY c.membership
