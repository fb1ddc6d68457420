-- An agreement ends on a day.
UPDATE agreement
SET to_on = $1, ended_at = $2
WHERE id = $3
