-- What is counted on a day, by part: whole months, the days of the month begun, tails, and what is not merged yet.
SELECT
    counted.part,
    counted.kind,
    counted.state,
    counted.fell_due,
    CAST(SUM(counted.n) AS bigint) AS n
FROM (
    SELECT
        CASE $1
            WHEN 'area' THEN cell.area
            WHEN 'group' THEN cell.person_group
            WHEN 'segment' THEN cell.segment
            WHEN 'payer' THEN cell.payer
            ELSE ''
        END AS part,
        'step' AS kind, cell.state, CASE WHEN cell.kind = 'tail' THEN cell.day END AS fell_due, cell.n
    FROM coverage_cell AS cell
    WHERE cell.area IN {list $2 text} AND cell.measure = $3 AND cell.person_group IN {list $4 text}
        AND cell.kind = 'month' AND cell.day < $7
        AND ($5 = '' OR cell.segment = $5) AND ($6 = '' OR cell.payer = $6)
    UNION ALL
    SELECT
        CASE $1
            WHEN 'area' THEN cell.area
            WHEN 'group' THEN cell.person_group
            WHEN 'segment' THEN cell.segment
            WHEN 'payer' THEN cell.payer
            ELSE ''
        END,
        'step', cell.state, CASE WHEN cell.kind = 'tail' THEN cell.day END, cell.n
    FROM coverage_cell AS cell
    WHERE cell.area IN {list $2 text} AND cell.measure = $3 AND cell.person_group IN {list $4 text}
        AND cell.kind = 'step' AND cell.day >= $7 AND cell.day <= $8
        AND ($5 = '' OR cell.segment = $5) AND ($6 = '' OR cell.payer = $6)
    UNION ALL
    SELECT
        CASE $1
            WHEN 'area' THEN cell.area
            WHEN 'group' THEN cell.person_group
            WHEN 'segment' THEN cell.segment
            WHEN 'payer' THEN cell.payer
            ELSE ''
        END,
        'tail', cell.state, CASE WHEN cell.day >= $9 THEN cell.day END, cell.n
    FROM coverage_cell AS cell
    WHERE cell.area IN {list $2 text} AND cell.measure = $3 AND cell.person_group IN {list $4 text}
        AND cell.kind = 'tail' AND cell.day <= $8
        AND ($5 = '' OR cell.segment = $5) AND ($6 = '' OR cell.payer = $6)
    UNION ALL
    SELECT
        CASE $1
            WHEN 'area' THEN place.item
            WHEN 'group' THEN change.person_group
            WHEN 'segment' THEN change.segment
            WHEN 'payer' THEN change.payer
            ELSE ''
        END,
        change.kind, change.state,
        CASE WHEN change.kind = 'tail' AND change.day >= $9 THEN change.day END,
        change.n
    FROM coverage_change AS change
    JOIN {list $2 text} AS place
        ON place.item = '' OR change.village = place.item
        OR substr(change.village, 1, length(place.item) + 1) = place.item || '.'
    WHERE change.measure = $3 AND change.person_group IN {list $4 text}
        AND change.kind <> 'flow' AND change.day <= $8
        AND ($5 = '' OR change.segment = $5) AND ($6 = '' OR change.payer = $6)
) AS counted
GROUP BY counted.part, counted.kind, counted.state, counted.fell_due
ORDER BY counted.part, counted.kind, counted.state, counted.fell_due
