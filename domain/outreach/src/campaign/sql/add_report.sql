-- A version of how a planned event ended.
INSERT INTO event_report (
  event, n, id, state, people, leads, enrolled, cost, partners_present, not_recorded, explanation, reason,
  written_at, written_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
