-- The notices of some memberships, newest first.
SELECT id, membership, kind, due_on, text_id, text_en, state, created_at
FROM notice
WHERE membership IN {list $1 uuid}
ORDER BY created_at DESC, due_on DESC, id
LIMIT $2
