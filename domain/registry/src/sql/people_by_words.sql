-- People whose name begins so and has three more words in it, each the beginning of one of its own.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM person AS p
WHERE p.search_name {postgres: COLLATE "C"} >= $1
  AND p.search_name {postgres: COLLATE "C"} < $2
  AND ' ' || p.search_name LIKE '% ' || $3 || '%'
  AND ' ' || p.search_name LIKE '% ' || $4 || '%'
  AND ' ' || p.search_name LIKE '% ' || $5 || '%'
  AND p.merged_into IS NULL
  AND EXISTS (
    SELECT 1 FROM {list $6 text} AS s
    WHERE s.item = '' OR p.village = s.item OR p.village LIKE s.item || '.%'
  )
ORDER BY p.search_name {postgres: COLLATE "C"}, p.birth_date
LIMIT $7
