-- People of a few villages whose name has these words in it, each the beginning of one of its own.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM {list $1 text} AS v
JOIN person AS p ON p.village = v.item
WHERE ' ' || p.search_name LIKE '% ' || $2 || '%'
  AND ' ' || p.search_name LIKE '% ' || $3 || '%'
  AND ' ' || p.search_name LIKE '% ' || $4 || '%'
  AND p.merged_into IS NULL
ORDER BY p.search_name {postgres: COLLATE "C"}, p.birth_date, p.id
LIMIT $5
