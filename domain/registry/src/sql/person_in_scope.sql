-- A person as in a list, if they live where the actor may look.
SELECT p.id, p.name, p.birth_date, p.village, p.nik_sealed
FROM person AS p
WHERE p.bucket = $1 AND p.id = $2
  AND EXISTS (
    SELECT 1 FROM {list $3 text} AS s
    WHERE s.item = '' OR p.village = s.item OR p.village LIKE s.item || '.%'
  )
