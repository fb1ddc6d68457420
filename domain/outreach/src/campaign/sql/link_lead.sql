-- A lead turned out to be this person.
UPDATE lead
SET state = 'enrolled', person = $1, bucket = $2, membership = $3, linked_at = $4
WHERE id = $5
