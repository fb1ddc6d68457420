-- The other versions that came under an id.
SELECT line, sealed, received_at, brought_by, decided_at
FROM capture_clash
WHERE id = $1
ORDER BY received_at, digest
