-- A plan without its content.
SELECT id, area, name, from_on, to_on, n, value, created_at, created_by
FROM visit_plan
WHERE id = $1
