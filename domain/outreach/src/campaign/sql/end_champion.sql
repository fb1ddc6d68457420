-- Somebody else speaks for the campaign in a village from now on, in the same role.
UPDATE village_champion
SET ended_at = $1
WHERE village = $2 AND role = $3 AND ended_at IS NULL
