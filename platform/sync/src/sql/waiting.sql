-- How many captures wait for a person, and since when, of devices in these areas (an empty one is everywhere).
SELECT COUNT(*), MIN(c.received_at)
FROM capture AS c
LEFT JOIN device AS d ON d.id = c.device
WHERE (c.outcome = 'needs_review' OR c.clashes > 0)
  AND EXISTS (SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR d.area = a.item OR d.area LIKE a.item || '.%')
