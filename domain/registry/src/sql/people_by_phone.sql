-- People with a telephone number, in the order of their names.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM person AS p
WHERE p.phone = $1
  AND (p.search_name {postgres: COLLATE "C"}, p.birth_date, p.id) > ($2, $3, $4)
  AND p.merged_into IS NULL
  AND EXISTS (
    SELECT 1 FROM {list $5 text} AS s
    WHERE s.item = '' OR p.village = s.item OR p.village LIKE s.item || '.%'
  )
ORDER BY p.search_name {postgres: COLLATE "C"}, p.birth_date, p.id
LIMIT $6
