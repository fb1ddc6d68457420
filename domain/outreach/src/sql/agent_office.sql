-- An agent office by its id.
SELECT
  o.id, o.code, o.name, o.kind, o.area, o.n_people, o.document, o.from_on, o.ended_on, o.end_reason,
  (
    SELECT COUNT(DISTINCT c.agent) FROM agent_contract AS c
    WHERE c.office = o.id AND c.ended_on IS NULL AND (c.until_on IS NULL OR c.until_on >= $2)
  )
FROM agent_office AS o
WHERE o.id = $1
