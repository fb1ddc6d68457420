-- A setting of this installation.
SELECT value
FROM setting
WHERE name = $1
