-- What was handed over from or to an agent, the latest first.
SELECT h.id, h.from_agent, COALESCE(f.display_name, ''), h.to_agent, COALESCE(t.display_name, ''), h.moved_on, h.reason, h.n_members, h.recorded_at
FROM portfolio_handover AS h
LEFT JOIN app_user AS f ON f.id = h.from_agent
LEFT JOIN app_user AS t ON t.id = h.to_agent
WHERE h.from_agent = $1 OR h.to_agent = $1
ORDER BY h.recorded_at DESC, h.id
