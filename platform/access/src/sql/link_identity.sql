-- Links an issuer's subject to a user.
INSERT INTO outside_identity (issuer, subject, user_id, linked_at, linked_by)
VALUES ($1, $2, $3, $4, $5)
