-- Ends every link of a user to issuers.
DELETE FROM outside_identity
WHERE user_id = $1
