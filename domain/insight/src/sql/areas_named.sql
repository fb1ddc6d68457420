-- The names of some areas.
SELECT area.code, area.name
FROM area
WHERE area.code IN {list $1 text}
ORDER BY area.code
