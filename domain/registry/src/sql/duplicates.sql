-- Pairs of records of the same name and birth date that share a telephone or a village.
SELECT
  a.id,
  b.id,
  a.name,
  a.birth_date,
  a.village,
  b.village,
  CAST(CASE WHEN a.phone = b.phone THEN 1 ELSE 0 END AS bigint),
  CAST(CASE WHEN a.village = b.village THEN 1 ELSE 0 END AS bigint)
FROM person AS a
JOIN person AS b
  ON b.search_name {postgres: COLLATE "C"} = a.search_name {postgres: COLLATE "C"}
  AND b.birth_date = a.birth_date
  AND b.id <> a.id
WHERE (a.village = $1 OR a.village LIKE $1 || '.%')
  AND (b.id > a.id OR NOT (b.village = $1 OR b.village LIKE $1 || '.%'))
  AND (a.village = b.village OR a.phone = b.phone)
  AND a.merged_into IS NULL
  AND b.merged_into IS NULL
  AND (a.id, b.id) > ($2, $3)
ORDER BY a.id, b.id
LIMIT $4
