-- Gives a membership nobody has paid for the terms of another capture.
UPDATE membership
SET
  programmes = $1,
  income = $2,
  sector = $3,
  payer = $4,
  village = $5,
  joined_on = $6,
  changed_at = $7
WHERE bucket = $8 AND id = $9 AND n_months = 0 AND credit = 0
