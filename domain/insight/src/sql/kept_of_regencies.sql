-- What is counted in each regency, merged or not yet, day by day.
SELECT area, measure, person_group, segment, payer, kind, state, day, n
FROM coverage_cell
WHERE LENGTH(area) = 5 AND kind <> 'month'
UNION ALL
SELECT SUBSTR(village, 1, 5), measure, person_group, segment, payer, kind, state, day, CAST(SUM(n) AS bigint)
FROM coverage_change
WHERE LENGTH(village) >= 5
GROUP BY SUBSTR(village, 1, 5), measure, person_group, segment, payer, kind, state, day
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
