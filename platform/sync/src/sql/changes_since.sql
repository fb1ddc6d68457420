-- What changed in these scopes after a position.
SELECT pos, kind, key, op, payload
FROM change_log
WHERE scope IN {list $1 text} AND pos > $2
ORDER BY pos
LIMIT $3
