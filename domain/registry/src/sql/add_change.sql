-- Remembers what changed on a person's record.
INSERT INTO person_change (bucket, person, version, fields, changed_at, changed_by)
VALUES ($1, $2, $3, $4, $5, $6)
