-- Areas in force by name, part of a name, alias or code: exact first, then the beginning, then anywhere.
WITH alias AS (
  SELECT code, MIN(name) AS name, MIN(CASE WHEN alias = $1 THEN 0 ELSE 1 END) AS distance
  FROM area_alias
  WHERE $1 <> '' AND alias LIKE $1 || '%'
  GROUP BY code
),
found AS (
  SELECT
    a.code,
    a.level,
    a.kind,
    a.name,
    l.name AS alias,
    CASE
      WHEN a.code = $4 OR l.distance = 0 THEN 0
      WHEN a.search_name = $1 OR (a.search_name = $2 AND a.level = 2) THEN 1
      WHEN a.search_name LIKE $1 || '%' OR (a.search_name LIKE $2 || '%' AND a.level = 2) THEN 2
      ELSE 3
    END AS distance
  FROM area AS a
  LEFT JOIN alias AS l ON l.code = a.code
  WHERE a.valid_to IS NULL
    AND (a.search_name LIKE '%' || $1 || '%'
      OR a.code = $4
      OR (a.level = 2 AND a.search_name LIKE '%' || $2 || '%' AND a.kind LIKE $3 || '%')
      OR l.code IS NOT NULL)
    AND ($5 = 0 OR a.level = $5)
    AND ($6 = '' OR a.code = $6 OR a.code LIKE $6 || '.%')
  ORDER BY distance, a.level, a.code
  LIMIT $7 OFFSET $8
)
SELECT f.code, f.level, f.kind, f.name, d.name, r.name, p.name, f.alias
FROM found AS f
LEFT JOIN area AS d ON d.code = substr(f.code, 1, 8) AND f.level > 3
LEFT JOIN area AS r ON r.code = substr(f.code, 1, 5) AND f.level > 2
LEFT JOIN area AS p ON p.code = substr(f.code, 1, 2) AND f.level > 1
ORDER BY f.distance, f.level, f.code
