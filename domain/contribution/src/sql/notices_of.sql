-- A member's notices, newest first.
SELECT id, membership, kind, due_on, text_id, text_en, state, created_at
FROM notice
WHERE membership = $1
ORDER BY created_at DESC, due_on DESC, id
LIMIT $2
