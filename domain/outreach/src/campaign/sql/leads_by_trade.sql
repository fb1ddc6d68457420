-- How many leads were written down at the events of some seasons, by trade.
SELECT COALESCE(o.trade, ''), COUNT(*)
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
LEFT JOIN occupation AS o ON o.id = l.occupation
WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
GROUP BY COALESCE(o.trade, '')
ORDER BY 1
