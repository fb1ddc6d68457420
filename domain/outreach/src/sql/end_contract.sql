-- A contract ends, with its reason; only one that has not ended.
UPDATE agent_contract
SET ended_on = $2, end_reason = $3, end_note = $4
WHERE id = $1 AND ended_on IS NULL
