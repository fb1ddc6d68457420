-- What is held and waits for these commands, or for those that they correct.
WITH RECURSIVE back (id, depth) AS (
  SELECT l.item, 0 FROM {list $1 uuid} AS l
  UNION
  SELECT c.supersedes, back.depth + 1
  FROM back
  JOIN capture AS c ON c.id = back.id
  WHERE c.supersedes IS NOT NULL AND back.depth < 50
)
SELECT DISTINCT d.capture
FROM back
JOIN capture_dependency AS d ON d.needs = back.id
JOIN capture AS c ON c.id = d.capture
WHERE c.outcome = 'held'
ORDER BY d.capture
