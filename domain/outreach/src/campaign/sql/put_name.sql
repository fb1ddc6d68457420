-- Keeps a name of a campaign; a name that is known stays as it is.
INSERT INTO campaign_name (word, campaign, written, flag, state, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (word) DO NOTHING
