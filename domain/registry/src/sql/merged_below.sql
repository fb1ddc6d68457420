-- Everything that was merged into a record, directly or through another.
WITH RECURSIVE below (person) AS (
  SELECT m.merged FROM person_merge AS m WHERE m.kept = $1 AND m.undone_at IS NULL
  UNION
  SELECT m.merged
  FROM person_merge AS m
  JOIN below AS b ON b.person = m.kept
  WHERE m.undone_at IS NULL
)
SELECT person
FROM below
ORDER BY person
