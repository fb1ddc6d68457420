-- Agent offices of some areas by code, with how many agents are under contract there, after a code.
SELECT
  o.id, o.code, o.name, o.kind, o.area, o.n_people, o.document, o.from_on, o.ended_on, o.end_reason,
  (
    SELECT COUNT(DISTINCT c.agent) FROM agent_contract AS c
    WHERE c.office = o.id AND c.ended_on IS NULL AND (c.until_on IS NULL OR c.until_on >= $2)
  )
FROM agent_office AS o
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR o.area = s.item OR o.area LIKE s.item || '.%'
  )
  AND o.code > $3
ORDER BY o.code
LIMIT $4
