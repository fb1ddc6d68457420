-- One event.
SELECT id, name, area, held_on, venue, campaign, opened_by, opened_at, command, supersedes
FROM event
WHERE id = $1
