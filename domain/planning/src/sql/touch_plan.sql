-- The newest version of a plan and its value.
UPDATE visit_plan
SET n = $2, value = $3
WHERE id = $1
