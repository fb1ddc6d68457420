-- Whose a code is, and where it stands.
SELECT membership, state
FROM payment_code
WHERE code = $1
