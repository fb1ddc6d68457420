-- A planned event is closed, open again, or called off.
UPDATE event_plan
SET state = $1, flags = $2, changed_at = $3, version = version + 1
WHERE id = $4
