-- The same, where the name goes on so after its first word.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM person AS p
WHERE substr(p.search_name, {sqlite: instr}{postgres: strpos}(p.search_name, ' ') + 1) {postgres: COLLATE "C"} >= $1
  AND substr(p.search_name, {sqlite: instr}{postgres: strpos}(p.search_name, ' ') + 1) {postgres: COLLATE "C"} < $2
  AND ' ' || p.search_name LIKE '% ' || $3 || '%'
  AND ' ' || p.search_name LIKE '% ' || $4 || '%'
  AND ' ' || p.search_name LIKE '% ' || $5 || '%'
  AND p.merged_into IS NULL
  AND EXISTS (
    SELECT 1 FROM {list $6 text} AS s
    WHERE s.item = '' OR p.village = s.item OR p.village LIKE s.item || '.%'
  )
ORDER BY substr(p.search_name, {sqlite: instr}{postgres: strpos}(p.search_name, ' ') + 1) {postgres: COLLATE "C"}, p.birth_date
LIMIT $7
