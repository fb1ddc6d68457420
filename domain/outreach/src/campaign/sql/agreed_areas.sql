-- Areas in and above one that have an agreement on a day.
SELECT DISTINCT area
FROM agreement
WHERE (area = $1 OR area LIKE $1 || '.%' OR $1 LIKE area || '.%')
  AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2)
ORDER BY area
