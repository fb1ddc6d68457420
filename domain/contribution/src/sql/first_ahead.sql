-- The earliest month that money was received ahead for and still stands; asked once in an office's life.
SELECT MIN(month)
FROM contribution_month
WHERE ahead = 1 AND withdrawn_on IS NULL
