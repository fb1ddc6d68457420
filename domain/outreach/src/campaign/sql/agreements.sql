-- Agreements in an area and above it, by area, after a place in that order.
SELECT id, area, level, title, partner, number, signed_on, from_on, to_on, source
FROM agreement
WHERE (area = $1 OR area LIKE $1 || '.%' OR $1 LIKE area || '.%')
  AND (area > $2 OR (area = $2 AND id > $3))
ORDER BY area, id
LIMIT $4
