-- The issuers' subjects of a user.
SELECT issuer, subject, linked_at
FROM outside_identity
WHERE user_id = $1
ORDER BY issuer, subject
