-- Something changed; its position is above every one that can be seen.
INSERT INTO change_log (pos, scope, kind, key, op, payload, recorded_at)
VALUES ({sqlite: (SELECT COALESCE(MAX(pos), 0) + 1 FROM change_log)}{postgres: nextval('change_position')}, $1, $2, $3, $4, $5, $6)
