-- Finance confirms or refuses a deposit.
UPDATE custody_deposit
SET state = $1, counted = $2, decided_at = $3, decided_by = $4, reason = $5
WHERE id = $6 AND state = 'announced'
