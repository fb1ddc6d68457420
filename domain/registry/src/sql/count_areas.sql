-- How many areas of a decree are loaded.
SELECT COUNT(*)
FROM area
WHERE decree = $1
