-- A badge is taken back, with the reason.
UPDATE village_badge
SET withdrawn_on = $2, reason = $3
WHERE id = $1
