-- Where events of a campaign or a season are, and how many were held.
SELECT e.area, COUNT(*), CAST(SUM(CASE WHEN e.state = 'closed' OR e.on_date < $4 THEN 1 ELSE 0 END) AS bigint)
FROM event_plan AS e
WHERE e.state <> 'cancelled' AND (e.campaign = $1 OR $1 IS NULL) AND (e.season = $2 OR $2 IS NULL)
  AND (e.area = $3 OR $3 = '' OR e.area LIKE $3 || '.%')
GROUP BY e.area
ORDER BY e.area
