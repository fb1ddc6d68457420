-- A page of households whose card number an older key sealed, after the last one seen.
SELECT id, card_sealed
FROM household
WHERE id > $1 AND substr(card_sealed, 1, 2) <> $2
ORDER BY id
LIMIT $3
