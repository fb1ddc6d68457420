-- Who speaks for the campaign in some areas.
SELECT c.id, c.village, c.role, c.has_name, c.source
FROM village_champion AS c
WHERE c.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR c.village = a.item OR c.village LIKE a.item || '.%'
  )
ORDER BY c.village, c.role
