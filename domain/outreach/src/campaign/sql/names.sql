-- What campaigns have been called.
SELECT word, campaign, written, flag, state
FROM campaign_name
ORDER BY word
