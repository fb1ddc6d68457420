-- Opens an event, or gives it what an earlier or corrected opening says.
INSERT INTO event (
  id, name, area, held_on, venue, campaign, opened_by, opened_at, recorded_at, command, supersedes
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET
  name = excluded.name,
  area = excluded.area,
  held_on = excluded.held_on,
  venue = excluded.venue,
  campaign = excluded.campaign,
  opened_by = excluded.opened_by,
  opened_at = excluded.opened_at,
  command = excluded.command,
  supersedes = excluded.supersedes
