-- The last decision about each of these commands.
SELECT o.capture, o.n, o.outcome, o.code, o.detail, o.decided_at, o.decided_by, u.display_name, o.reason
FROM outcome AS o
LEFT JOIN app_user AS u ON u.id = o.decided_by
WHERE o.capture IN {list $1 uuid}
  AND o.n = (SELECT MAX(l.n) FROM outcome AS l WHERE l.capture = o.capture)
ORDER BY o.capture
