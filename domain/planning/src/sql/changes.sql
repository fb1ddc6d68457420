-- What was done to a plan, the last first.
SELECT n, kind, value, made_at, made_by
FROM visit_plan_version
WHERE plan = $1
ORDER BY n DESC
