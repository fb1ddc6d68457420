-- A page of one bucket's people whose number an older key sealed, after the last one seen.
SELECT id, nik_sealed
FROM person
WHERE bucket = $1 AND id > $2 AND substr(nik_sealed, 1, 2) <> $3
ORDER BY id
LIMIT $4
