-- Every roster a person is or was on.
SELECT person_group, area, valid_from, valid_to, source
FROM roster
WHERE bucket = $1 AND person = $2
ORDER BY person_group, area, valid_from
