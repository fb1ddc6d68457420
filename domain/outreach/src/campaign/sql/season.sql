-- One season with how many events it has.
SELECT s.id, s.campaign, s.name, s.area, s.from_on, s.to_on, s.goal, s.goal_members, s.source, s.created_at,
  (SELECT COUNT(*) FROM event_plan AS e WHERE e.season = s.id AND e.state <> 'cancelled'),
  (SELECT COUNT(*) FROM event_plan AS e WHERE e.season = s.id AND e.state = 'closed')
FROM season AS s
WHERE s.id = $1
