-- Every version of how some events ended, in order.
SELECT event, n, state, people, leads, enrolled, cost, partners_present, not_recorded, explanation, reason,
  written_at, written_by
FROM event_report
WHERE event IN {list $1 uuid}
ORDER BY event, n
