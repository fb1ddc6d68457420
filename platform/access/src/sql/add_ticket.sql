-- Keeps a ticket that must be handed back within minutes.
INSERT INTO sign_in_ticket (ticket_hash, purpose, user_id, content, expires_at)
VALUES ($1, $2, $3, $4, $5)
