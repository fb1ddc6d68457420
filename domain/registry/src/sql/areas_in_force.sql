-- Every area in force, in the order of the hierarchy.
SELECT code, kind, name
FROM area
WHERE valid_to IS NULL
ORDER BY code
