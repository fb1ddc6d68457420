-- What every change of a person looks at first.
SELECT id, village, version, merged_into
FROM person
WHERE bucket = $1 AND id = $2
