-- Remembers a merge, and so the way back.
INSERT INTO person_merge (id, kept, merged, reason, merged_at, merged_by)
VALUES ($1, $2, $3, $4, $5, $6)
