-- How many leads were written down at some planned events, by trade.
SELECT COALESCE(o.trade, ''), COUNT(*)
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
LEFT JOIN occupation AS o ON o.id = l.occupation
WHERE e.id IN {list $1 uuid}
GROUP BY COALESCE(o.trade, '')
ORDER BY 1
