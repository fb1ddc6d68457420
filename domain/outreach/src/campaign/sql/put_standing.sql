-- How far a village is with a group or an occupation.
INSERT INTO village_pipeline (
  village, kind, code, status, due_on, n, n_not_recorded, owner, note, source, changed_at, changed_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (village, kind, code) DO UPDATE SET
  status = excluded.status, due_on = excluded.due_on, n = excluded.n, n_not_recorded = excluded.n_not_recorded,
  owner = excluded.owner, note = excluded.note, source = excluded.source,
  changed_at = excluded.changed_at, changed_by = excluded.changed_by
