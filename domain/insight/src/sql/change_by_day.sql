-- By how much a count changed, by month or day: a state ($6 its words, tails take from it when $7 is 1), or beginnings ($6 empty: flow $8).
SELECT changed.day, CAST(SUM(changed.n) AS bigint)
FROM (
    SELECT cell.day, cell.n * (CASE WHEN cell.kind = 'tail' THEN -1 ELSE 1 END) AS n
    FROM coverage_cell AS cell
    WHERE cell.area IN {list $1 text} AND cell.measure = $2 AND cell.person_group IN {list $3 text}
        AND ($4 = '' OR cell.segment = $4) AND ($5 = '' OR cell.payer = $5) AND cell.day <= $9
        AND (
            (cell.kind = 'month' AND cell.state IN {list $6 text})
            OR (cell.kind = 'tail' AND $7 = 1)
            OR (cell.kind = 'flow' AND cell.state = $8)
        )
    UNION ALL
    SELECT change.day, change.n * (CASE WHEN change.kind = 'tail' THEN -1 ELSE 1 END)
    FROM coverage_change AS change
    JOIN {list $1 text} AS place
        ON place.item = '' OR change.village = place.item
        OR substr(change.village, 1, length(place.item) + 1) = place.item || '.'
    WHERE change.measure = $2 AND change.person_group IN {list $3 text}
        AND ($4 = '' OR change.segment = $4) AND ($5 = '' OR change.payer = $5) AND change.day <= $9
        AND (
            (change.kind = 'step' AND change.state IN {list $6 text})
            OR (change.kind = 'tail' AND $7 = 1)
            OR (change.kind = 'flow' AND change.state = $8)
        )
) AS changed
GROUP BY changed.day
ORDER BY changed.day
