-- A page of households, after the last one seen.
SELECT id, card_sealed
FROM household
WHERE id > $1
ORDER BY id
LIMIT $2
