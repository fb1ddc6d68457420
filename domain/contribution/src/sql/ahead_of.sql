-- What was received ahead for a month and still stands.
SELECT CAST(COALESCE(SUM(jkk), 0) AS bigint), CAST(COALESCE(SUM(jkm), 0) AS bigint)
FROM contribution_month
WHERE month = $1 AND ahead = 1 AND withdrawn_on IS NULL
