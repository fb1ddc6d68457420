-- Terms that offices agreed with their agents, the latest first.
SELECT t.id, t.office, t.area, t.from_on, t.until_on, t.fee_ppm, t.bonus, t.bonus_members_min, t.agent_share_ppm, t.idle_months, t.rejoin_months, t.document
FROM agent_terms AS t
ORDER BY t.from_on DESC, t.recorded_at DESC, t.id DESC
LIMIT 5000
