-- Every campaign, by its short name.
SELECT id, code, name, goal, owner, area, launched_on, source, created_at
FROM campaign
ORDER BY code
