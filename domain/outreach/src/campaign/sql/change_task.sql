-- A task is done, open again, somebody else's, or due another day.
UPDATE follow_up
SET state = $1, owner = $2, due_on = $3, note = $4, done_at = $5, done_by = $6
WHERE id = $7
