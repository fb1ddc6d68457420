-- Which of some areas are no more on a day, since when, and an area beside each that began that day.
SELECT area.code, area.name, area.valid_to, later.code, later.name
FROM area
LEFT JOIN area AS later ON later.parent = area.parent AND later.valid_from = area.valid_to
WHERE area.code IN {list $1 text} AND area.valid_to IS NOT NULL AND area.valid_to <= $2
ORDER BY area.code, later.code
