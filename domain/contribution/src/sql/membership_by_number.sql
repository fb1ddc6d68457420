-- Finds a membership by the number on the card.
SELECT bucket, membership
FROM membership_number
WHERE number = $1
