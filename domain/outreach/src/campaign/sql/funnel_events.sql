-- Events of some seasons with how each was closed last.
SELECT e.id, e.season, s.name, e.name, e.area, e.state, e.on_date,
  r.people, r.leads, r.enrolled, r.cost, r.not_recorded
FROM event_plan AS e
JOIN season AS s ON s.id = e.season
LEFT JOIN event_report AS r ON r.event = e.id AND r.state = 'closed'
  AND r.n = (SELECT MAX(x.n) FROM event_report AS x WHERE x.event = e.id)
WHERE e.season IN {list $1 uuid} AND e.state <> 'cancelled'
ORDER BY e.sort_on, e.id
