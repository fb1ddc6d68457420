-- The agent office of a code.
SELECT agent_office.id FROM agent_office WHERE agent_office.code = $1
