-- Somebody has looked at a name of a campaign.
UPDATE campaign_name
SET state = $1, decided_at = $2, decided_by = $3
WHERE word = $4 AND campaign = $5 AND flag <> ''
