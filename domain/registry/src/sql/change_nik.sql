-- Writes a person's corrected number, and the sex it carries.
UPDATE person
SET nik_sealed = $1, sex = $2
WHERE bucket = $3 AND id = $4
