-- Which partners came is written anew.
UPDATE event_partner
SET present = NULL
WHERE event = $1
