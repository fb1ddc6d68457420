-- Memberships by the beginning of the number on the card.
SELECT membership
FROM membership_number
WHERE number BETWEEN $1 AND $2
ORDER BY number
LIMIT $3
