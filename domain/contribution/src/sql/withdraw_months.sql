-- Withdraws the months of a payment from a day on; they stay on record.
UPDATE contribution_month
SET withdrawn_by = $4, withdrawn_on = $5
WHERE bucket = $1 AND membership = $2 AND payment = $3 AND withdrawn_on IS NULL
