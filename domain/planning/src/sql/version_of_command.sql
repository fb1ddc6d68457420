-- The plan and version a command made.
SELECT plan, n
FROM visit_plan_version
WHERE command = $1
