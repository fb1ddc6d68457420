-- A person as in a list.
SELECT id, name, birth_date, village, nik_sealed
FROM person
WHERE bucket = $1 AND id = $2
