-- One campaign.
SELECT id, code, name, goal, owner, area, launched_on, source, created_at
FROM campaign
WHERE id = $1
