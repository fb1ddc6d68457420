-- How many tasks follow an event.
SELECT COUNT(*)
FROM follow_up
WHERE event = $1 AND kind IN ('THANKS_24H', 'DAY_7', 'DAY_30', 'DAY_60')
