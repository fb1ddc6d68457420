-- Members with a month that stands paid more than once.
SELECT membership, COUNT(*)
FROM contribution_month
WHERE withdrawn_on IS NULL
GROUP BY bucket, membership, month
HAVING COUNT(*) > 1
ORDER BY membership
LIMIT 20
