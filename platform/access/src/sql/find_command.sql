-- A command that was carried out under this id.
SELECT name, digest, answer
FROM command
WHERE id = $1
