-- Frees a number that was misread.
DELETE FROM person_nik
WHERE nik_index IN {list $1 bytes} AND person = $2
