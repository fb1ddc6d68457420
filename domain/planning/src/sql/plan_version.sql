-- What was asked and answered in a version.
SELECT asked, answer
FROM visit_plan_version
WHERE plan = $1 AND n = $2
