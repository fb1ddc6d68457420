-- People of one village whose name has this in it, in the order of their names.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM person AS p
WHERE p.village = $1
  AND p.search_name LIKE '%' || $2 || '%'
  AND (p.search_name {postgres: COLLATE "C"}, p.birth_date, p.id) > ($3, $4, $5)
  AND p.merged_into IS NULL
  AND EXISTS (
    SELECT 1 FROM {list $6 text} AS s
    WHERE s.item = '' OR p.village = s.item OR p.village LIKE s.item || '.%'
  )
ORDER BY p.search_name {postgres: COLLATE "C"}, p.birth_date, p.id
LIMIT $7
