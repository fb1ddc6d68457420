-- Since when a person has some work that has not ended.
SELECT valid_from
FROM person_occupation
WHERE bucket = $1 AND person = $2 AND id = $3 AND valid_to IS NULL
