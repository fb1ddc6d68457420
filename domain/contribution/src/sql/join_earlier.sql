-- A membership nobody has paid for was written down on an earlier day than was known.
UPDATE membership
SET joined_on = $1, changed_at = $2
WHERE bucket = $3 AND id = $4 AND joined_on > $1 AND n_months = 0 AND credit = 0
