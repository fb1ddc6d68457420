-- Keeps others from deciding about a capture at the same time; SQLite has one writer anyway.
SELECT id
FROM capture
WHERE id = $1
{postgres: FOR UPDATE}
