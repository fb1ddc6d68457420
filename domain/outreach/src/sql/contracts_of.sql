-- The contracts of some agents, the latest first.
SELECT c.id, c.agent, c.office, c.area, c.number, c.from_on, c.until_on, c.ended_on, c.end_reason, c.end_note
FROM agent_contract AS c
WHERE c.agent IN {list $1 uuid}
ORDER BY c.agent, c.from_on DESC, c.recorded_at DESC, c.id DESC
