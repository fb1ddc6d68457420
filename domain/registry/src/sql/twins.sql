-- People of these names and birth dates; each item is the date, ten characters, and the searchable name.
SELECT l.item, p.id, p.phone, p.village
FROM {list $1 text} AS l
JOIN person AS p
  ON p.search_name {postgres: COLLATE "C"} = substr(l.item, 11) {postgres: COLLATE "C"}
  AND p.birth_date = {postgres: CAST(}substr(l.item, 1, 10){postgres: AS date)}
WHERE p.merged_into IS NULL
ORDER BY p.id
