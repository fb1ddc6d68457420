-- What a campaign has been called.
SELECT word, campaign, written, flag, state
FROM campaign_name
WHERE campaign = $1
ORDER BY flag, word
