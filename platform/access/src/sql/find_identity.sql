-- The user an issuer means by a subject.
SELECT user_id
FROM outside_identity
WHERE issuer = $1 AND subject = $2
