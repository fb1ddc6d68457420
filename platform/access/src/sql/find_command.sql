-- A command that was carried out under this id.
SELECT name, digest, actor, answer
FROM command
WHERE id = $1
