-- One agreement.
SELECT id, area, level, title, partner, number, signed_on, from_on, to_on, source
FROM agreement
WHERE id = $1
