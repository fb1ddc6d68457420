-- Takes a person off a roster.
UPDATE roster
SET valid_to = $1
WHERE bucket = $2 AND person = $3 AND person_group = $4 AND area = $5 AND valid_from = $6
