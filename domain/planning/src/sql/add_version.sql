-- A version of a plan.
INSERT INTO visit_plan_version (plan, n, command, kind, asked, answer, value, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
