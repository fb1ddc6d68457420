-- Where a person stands in the order of names.
SELECT search_name, birth_date
FROM person
WHERE bucket = $1 AND id = $2
