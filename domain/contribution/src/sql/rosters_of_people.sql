-- The groups some people are or were in.
SELECT person, person_group, area, valid_from, valid_to
FROM roster
WHERE person IN {list $1 uuid}
ORDER BY person, person_group, area, valid_from
