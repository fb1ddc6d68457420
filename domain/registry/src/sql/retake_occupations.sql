-- Ends all work on a record that an earlier capture takes.
UPDATE person_occupation
SET valid_to = $1
WHERE bucket = $2 AND person = $3 AND valid_to IS NULL
