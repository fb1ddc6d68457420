-- Takes a ticket out: it is good once.
DELETE FROM sign_in_ticket
WHERE ticket_hash = $1
