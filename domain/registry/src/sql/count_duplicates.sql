-- How many pairs of records may be one person, with at least one of them in some areas.
SELECT COUNT(*)
FROM {list $1 text} AS s
JOIN person AS a ON a.village = s.item OR a.village LIKE s.item || '.%'
JOIN person AS b
  ON b.search_name {postgres: COLLATE "C"} = a.search_name {postgres: COLLATE "C"}
  AND b.birth_date = a.birth_date
  AND b.id <> a.id
WHERE (b.id > a.id OR NOT EXISTS (
    SELECT 1 FROM {list $1 text} AS t
    WHERE b.village = t.item OR b.village LIKE t.item || '.%'
  ))
  AND (a.village = b.village OR a.phone = b.phone)
  AND a.merged_into IS NULL
  AND b.merged_into IS NULL
