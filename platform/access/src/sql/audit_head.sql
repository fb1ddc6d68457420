-- The head of a chain, taken for writing.
SELECT seq, hash
FROM audit_head
WHERE chain = $1
{postgres: FOR UPDATE}
