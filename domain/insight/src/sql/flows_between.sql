-- The spells that began after one day and up to another, by part and kind of beginning.
SELECT
    begun.part,
    begun.state,
    CAST(SUM(begun.n) AS bigint) AS n
FROM (
    SELECT
        CASE $1
            WHEN 'area' THEN cell.area
            WHEN 'group' THEN cell.person_group
            WHEN 'segment' THEN cell.segment
            WHEN 'payer' THEN cell.payer
            ELSE ''
        END AS part,
        cell.state, cell.n
    FROM coverage_cell AS cell
    WHERE cell.area IN {list $2 text} AND cell.measure = $3 AND cell.person_group IN {list $4 text}
        AND cell.kind = 'flow' AND cell.day > $7 AND cell.day <= $8
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
        change.state, change.n
    FROM coverage_change AS change
    JOIN {list $2 text} AS place
        ON place.item = '' OR change.village = place.item
        OR substr(change.village, 1, length(place.item) + 1) = place.item || '.'
    WHERE change.measure = $3 AND change.person_group IN {list $4 text}
        AND change.kind = 'flow' AND change.day > $7 AND change.day <= $8
        AND ($5 = '' OR change.segment = $5) AND ($6 = '' OR change.payer = $6)
) AS begun
GROUP BY begun.part, begun.state
ORDER BY begun.part, begun.state
