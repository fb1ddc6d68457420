-- One lead.
SELECT l.id, l.event, l.village, l.occupation, l.agent, l.note, l.made_at, l.state, l.person, l.membership
FROM lead AS l
WHERE l.id = $1
