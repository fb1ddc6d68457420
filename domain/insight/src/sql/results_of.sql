-- What was said of the outcome of some targets, the latest last.
SELECT
    result.id, result.target, result.value, result.percent_ppm, result.percent_of,
    result.qualifier, result.as_of, result.source
FROM target_result AS result
WHERE result.target IN {list $1 text} AND result.as_of <= $2
ORDER BY result.target, result.as_of, result.recorded_at, result.id
