-- Every decision about a command, in order.
SELECT o.capture, o.n, o.outcome, o.code, o.detail, o.decided_at, o.decided_by, u.display_name, o.reason
FROM outcome AS o
LEFT JOIN app_user AS u ON u.id = o.decided_by
WHERE o.capture = $1
ORDER BY o.n
