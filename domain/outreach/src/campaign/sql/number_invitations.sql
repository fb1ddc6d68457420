-- Numbers more invitations of an event.
UPDATE event_plan
SET n_invitations = n_invitations + $1
WHERE id = $2
