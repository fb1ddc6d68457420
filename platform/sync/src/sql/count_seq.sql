-- Other commands at the same place of a phone's sequence: applied ones, or those that came earlier.
SELECT COUNT(*)
FROM capture AS c
JOIN capture AS own ON own.id = $4
WHERE c.device = $1 AND c.store_epoch = $2 AND c.seq = $3 AND c.id <> $4
  AND (c.outcome IN ('accepted', 'already')
    OR c.received_at < own.received_at
    OR (c.received_at = own.received_at AND c.id < own.id))
