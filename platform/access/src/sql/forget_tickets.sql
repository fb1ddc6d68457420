-- Tickets nobody handed back in time.
DELETE FROM sign_in_ticket
WHERE expires_at <= $1
