-- Every other name of an area.
SELECT name, code
FROM area_alias
ORDER BY alias, code
