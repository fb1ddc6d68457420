-- Keeps a sealed name and telephone.
INSERT INTO outreach_contact (id, content_sealed)
VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET content_sealed = excluded.content_sealed
