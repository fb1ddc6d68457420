-- Areas in force by name, part of a name, alias or code: exact first, then the beginning, then anywhere.
SELECT a.code, a.level, a.kind, a.name, d.name, r.name, p.name, l.name
FROM area AS a
LEFT JOIN area AS d ON d.code = substr(a.code, 1, 8) AND a.level > 3
LEFT JOIN area AS r ON r.code = substr(a.code, 1, 5) AND a.level > 2
LEFT JOIN area AS p ON p.code = substr(a.code, 1, 2) AND a.level > 1
LEFT JOIN (
  SELECT code, MIN(name) AS name, MIN(CASE WHEN alias = $1 THEN 0 ELSE 1 END) AS distance
  FROM area_alias
  WHERE $1 <> '' AND alias LIKE $1 || '%'
  GROUP BY code
) AS l ON l.code = a.code
WHERE a.valid_to IS NULL
  AND (l.code IS NOT NULL
    OR a.code = $4
    OR a.search_name LIKE '%' || $1 || '%'
    OR (a.search_name LIKE '%' || $2 || '%' AND a.level = 2 AND a.kind LIKE $3 || '%'))
  AND ($5 = 0 OR a.level = $5)
  AND ($6 = '' OR a.code = $6 OR a.code LIKE $6 || '.%')
ORDER BY
  CASE
    WHEN a.code = $4 OR l.distance = 0 THEN 0
    WHEN a.search_name = $1 OR (a.search_name = $2 AND a.level = 2) THEN 1
    WHEN a.search_name LIKE $1 || '%' OR (a.search_name LIKE $2 || '%' AND a.level = 2) THEN 2
    ELSE 3
  END,
  a.level,
  a.code
LIMIT $7 OFFSET $8
