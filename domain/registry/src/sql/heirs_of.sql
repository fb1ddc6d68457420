-- A person's heirs and contacts.
SELECT id, name, relation, birth_date, phone, removed_at
FROM heir
WHERE bucket = $1 AND person = $2
ORDER BY recorded_at, id
