-- Planned events of a day at some places; two are enough to know that it is not one.
SELECT id
FROM event_plan
WHERE on_date = $1 AND area IN {list $2 text} AND state <> 'cancelled'
ORDER BY id
LIMIT 2
