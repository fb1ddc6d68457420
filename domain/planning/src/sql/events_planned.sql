-- Events that are planned in some areas between two days, the first first.
SELECT p.area, p.sort_on
FROM event_plan AS p
WHERE EXISTS (SELECT 1 FROM {list $1 text} AS s WHERE p.area = s.item OR p.area LIKE s.item || '.%')
    AND p.state = 'planned'
    AND p.sort_on >= $2
    AND p.sort_on <= $3
ORDER BY p.sort_on, p.area
