-- Planned events that are closed without a count that is a number or said to be not recorded.
SELECT e.id
FROM event_plan AS e
LEFT JOIN event_report AS r ON r.event = e.id AND r.n = (SELECT MAX(x.n) FROM event_report AS x WHERE x.event = e.id)
WHERE e.state = 'closed' AND (
  r.event IS NULL OR r.state <> 'closed'
  OR (r.people IS NULL AND r.not_recorded NOT LIKE '%people%')
  OR (r.leads IS NULL AND r.not_recorded NOT LIKE '%leads%')
  OR (r.enrolled IS NULL AND r.not_recorded NOT LIKE '%enrolled%')
  OR (r.cost IS NULL AND r.not_recorded NOT LIKE '%cost%')
  OR (r.partners_present IS NULL AND r.not_recorded NOT LIKE '%partners%')
)
ORDER BY e.id
