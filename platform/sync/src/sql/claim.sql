-- Takes an undecided command to judge it, if nobody has it; counts the attempt before it is made.
UPDATE capture
SET attempts = attempts + 1, judging_since = $2
WHERE id = $1 AND (outcome IS NULL OR outcome = 'held')
  AND (judging_since IS NULL OR judging_since <= $3)
RETURNING attempts
