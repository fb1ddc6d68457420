-- Everyone who is counted, page by page.
SELECT DISTINCT counted_as
FROM membership
WHERE counted_as > $1
ORDER BY counted_as
LIMIT $2
