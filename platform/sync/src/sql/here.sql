-- Which of these commands are kept.
SELECT id
FROM capture
WHERE id IN {list $1 uuid}
ORDER BY id
