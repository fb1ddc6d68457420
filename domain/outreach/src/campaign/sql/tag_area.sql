-- An area whose coverage a season is measured by.
INSERT INTO season_area (season, area)
VALUES ($1, $2)
ON CONFLICT (season, area) DO NOTHING
