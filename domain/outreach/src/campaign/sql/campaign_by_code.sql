-- The campaign of a short name.
SELECT id, code, name, goal, owner, area, launched_on, source, created_at
FROM campaign
WHERE code = $1
