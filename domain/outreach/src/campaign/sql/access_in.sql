-- Minutes of travel to the villages of an area, as far as somebody wrote them down.
SELECT village, minutes
FROM village_access
WHERE $1 = '' OR village = $1 OR village LIKE $1 || '.%'
ORDER BY village
