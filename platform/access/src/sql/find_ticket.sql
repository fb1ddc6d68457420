-- A ticket that is still good: whose it is, and what was kept with it.
SELECT user_id, content
FROM sign_in_ticket
WHERE ticket_hash = $1 AND purpose = $2 AND expires_at > $3
