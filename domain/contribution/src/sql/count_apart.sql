-- Counts the memberships of a record that was unmerged under itself again.
UPDATE membership
SET counted_as = person
WHERE counted_as = $1 AND person = $2
