-- How many kinds of work a person has on a day or later.
SELECT COUNT(*)
FROM person_occupation
WHERE bucket = $1 AND person = $2 AND (valid_to IS NULL OR valid_to > $3)
