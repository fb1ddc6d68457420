-- People of some areas with one of these telephones.
SELECT p.id, p.name
FROM person AS p
WHERE p.phone IN {list $1 text} AND p.merged_into IS NULL
  AND EXISTS (
    SELECT 1 FROM {list $2 text} AS a WHERE a.item = '' OR p.village = a.item OR p.village LIKE a.item || '.%'
  )
ORDER BY p.name, p.id
LIMIT 20
