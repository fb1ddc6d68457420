-- The newest run of the proofs.
SELECT c.id, c.started_at, c.finished_at, c.started_by, u.display_name, c.ok, c.result
FROM check_run AS c
LEFT JOIN app_user AS u ON u.id = c.started_by
ORDER BY c.finished_at DESC, c.id DESC
LIMIT 1
