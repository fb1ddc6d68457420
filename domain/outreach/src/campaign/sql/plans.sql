-- Planned events of some areas, by their day, after a place in that order.
SELECT id, season, campaign, name, area, rt, rw, on_date, range_from, range_to, weekday, date_said,
  date_inferred, sort_on, starts_min, ends_min, venue, channel, launch, material, cost_planned, team,
  owner, agreement, attestation, source, state, version, n_invitations, planned_at
FROM event_plan AS e
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS l
    WHERE l.item = '' OR e.area = l.item OR e.area LIKE l.item || '.%' OR l.item LIKE e.area || '.%'
  )
  AND (e.season = $2 OR $2 IS NULL)
  AND (e.state = $3 OR $3 IS NULL)
  AND e.search_name LIKE $4
  AND (e.sort_on > $5 OR (e.sort_on = $5 AND e.id > $6))
ORDER BY e.sort_on, e.id
LIMIT $7
