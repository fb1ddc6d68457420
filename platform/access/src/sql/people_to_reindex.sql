-- A page of one bucket's people, after the last one seen.
SELECT id, nik_sealed
FROM person
WHERE bucket = $1 AND id > $2
ORDER BY id
LIMIT $3
