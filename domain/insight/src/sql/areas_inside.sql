-- The areas one level below some areas (or the provinces), in force on a day, with their names.
SELECT area.code, area.name
FROM area
WHERE (area.parent IN {list $1 text} OR ($2 = 1 AND area.level = 1))
    AND (area.valid_to IS NULL OR area.valid_to > $3)
ORDER BY area.code
