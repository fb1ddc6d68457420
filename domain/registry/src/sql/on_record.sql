-- A record as a capture with the same number is compared with.
SELECT id, search_name, birth_date, village, version
FROM person
WHERE bucket = $1 AND id = $2
