-- A target is replaced or withdrawn, with the reason; only one that still stands.
UPDATE target
SET state = $2, reason = $3
WHERE id = $1 AND state IN ('draft', 'set')
