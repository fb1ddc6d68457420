-- One planned event.
SELECT id, season, campaign, name, area, rt, rw, on_date, range_from, range_to, weekday, date_said,
  date_inferred, sort_on, starts_min, ends_min, venue, channel, launch, material, cost_planned, team,
  owner, agreement, attestation, source, state, version, n_invitations, planned_at
FROM event_plan
WHERE id = $1
