-- Which of these commands are kept, and the digest of their bytes.
SELECT id, digest
FROM capture
WHERE id IN {list $1 uuid}
ORDER BY id
