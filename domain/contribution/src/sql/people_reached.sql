-- How some people are called and reached; the last byte of an id is the bucket.
SELECT p.id, p.name, p.birth_date, p.phone, p.phone_is_shared
FROM {list $1 uuid} AS l
JOIN person AS p ON p.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(l.item), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(l.item), 32, 1)) - 1)}{postgres: get_byte(uuid_send(l.item), 15)} AND p.id = l.item
ORDER BY p.id
