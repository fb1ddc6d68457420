-- Ends some work of a person.
UPDATE person_occupation
SET valid_to = $1
WHERE bucket = $2 AND person = $3 AND id = $4 AND valid_to IS NULL
