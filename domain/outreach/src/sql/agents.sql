-- Agents of some areas by name: users with the role, and whoever had a contract; after a place in that order.
SELECT a.id, a.name, a.login, a.area, a.contract, a.number, a.from_on, a.until_on, a.ended_on, a.end_reason, a.end_note, a.office, a.office_code, a.office_name
FROM (
  SELECT
    u.id, u.display_name AS name, u.login,
    COALESCE(c.area, (SELECT MIN(r.area) FROM user_role AS r WHERE r.user_id = u.id AND r.role = 'agent' AND r.revoked_at IS NULL), '') AS area,
    c.id AS contract, c.number, c.from_on, c.until_on, c.ended_on, c.end_reason, COALESCE(c.end_note, '') AS end_note,
    o.id AS office, o.code AS office_code, o.name AS office_name
  FROM app_user AS u
  LEFT JOIN agent_contract AS c ON c.id = (
    SELECT x.id FROM agent_contract AS x WHERE x.agent = u.id ORDER BY x.from_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1
  )
  LEFT JOIN agent_office AS o ON o.id = c.office
  WHERE c.id IS NOT NULL
    OR EXISTS (SELECT 1 FROM user_role AS r WHERE r.user_id = u.id AND r.role = 'agent' AND r.revoked_at IS NULL)
) AS a
WHERE EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR a.area = s.item OR a.area LIKE s.item || '.%'
  )
  AND (
    $2 = 'any'
    OR ($2 = 'none' AND a.contract IS NULL)
    OR ($2 = 'active' AND a.contract IS NOT NULL AND a.ended_on IS NULL AND (a.until_on IS NULL OR a.until_on >= $3))
    OR ($2 = 'over' AND (a.ended_on IS NOT NULL OR a.until_on < $3))
  )
  AND ($4 = 'any' OR a.id = $5)
  AND (a.name > $6 OR (a.name = $6 AND a.id > $7))
ORDER BY a.name, a.id
LIMIT $8
