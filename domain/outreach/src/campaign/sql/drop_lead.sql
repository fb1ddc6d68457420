-- A lead will not enrol.
UPDATE lead
SET state = 'dropped', note = $1
WHERE id = $2 AND state = 'open'
