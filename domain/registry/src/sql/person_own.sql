-- A person's own data, to be corrected.
SELECT nik_sealed, name, search_name, birth_date, birth_place, village, address, rt, rw, phone, phone_is_shared
FROM person
WHERE bucket = $1 AND id = $2
