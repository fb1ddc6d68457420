-- Something to be done.
INSERT INTO follow_up (id, kind, area, event, lead, owner, title, due_on, state, note, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10)
