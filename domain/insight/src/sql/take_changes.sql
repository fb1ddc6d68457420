-- Takes some changes out of the tail, so that no two mergers ever hold the same one.
DELETE FROM coverage_change
WHERE id IN (
    SELECT change.id FROM coverage_change AS change
    ORDER BY change.id
    LIMIT $1
)
RETURNING village, measure, segment, payer, person_group, kind, state, day, n
