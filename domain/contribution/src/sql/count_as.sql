-- Counts the memberships of a merged record under the record that stays.
UPDATE membership
SET counted_as = $1
WHERE counted_as = $2
