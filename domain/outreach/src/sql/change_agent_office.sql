-- An agent office says how many people it has, or ends.
UPDATE agent_office
SET n_people = $2, document = $3, ended_on = $4, end_reason = $5
WHERE id = $1
