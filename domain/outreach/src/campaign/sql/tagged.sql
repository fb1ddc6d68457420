-- The areas a season is measured by.
SELECT area
FROM season_area
WHERE season = $1
ORDER BY area
