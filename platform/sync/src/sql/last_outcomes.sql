-- The last decision about each of these commands.
SELECT o.capture, o.n, o.outcome, o.code, o.detail, o.decided_at, o.decided_by, o.reason
FROM outcome AS o
WHERE o.capture IN {list $1 uuid}
  AND o.n = (SELECT MAX(l.n) FROM outcome AS l WHERE l.capture = o.capture)
ORDER BY o.capture
