-- Another event of a team on a day whose hours overlap; one without an end lasts an hour.
SELECT name, starts_min
FROM event_plan
WHERE team = $1 AND on_date = $2 AND (area = $3 OR area LIKE $3 || '.%') AND id <> $4 AND state <> 'cancelled'
  AND starts_min < $6 AND COALESCE(ends_min, starts_min + 60) > $5
ORDER BY starts_min
LIMIT 1
