-- The first day on which anybody counts at all, merged or not.
SELECT MIN(began.day)
FROM (
    SELECT MIN(cell.day) AS day FROM coverage_cell AS cell
    WHERE cell.area = '' AND cell.measure = 'persons' AND cell.person_group = '' AND cell.kind = 'step'
    UNION ALL
    SELECT MIN(change.day) FROM coverage_change AS change WHERE change.kind = 'step'
) AS began
