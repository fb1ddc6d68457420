-- Which of these commands were accepted, themselves or through a correction, and which command was.
WITH RECURSIVE chain (needed, id, depth) AS (
  SELECT l.item, l.item, 0 FROM {list $1 uuid} AS l
  UNION
  SELECT chain.needed, c.id, chain.depth + 1
  FROM chain
  JOIN capture AS c ON c.supersedes = chain.id
  WHERE chain.depth < 50
)
SELECT chain.needed, chain.id
FROM chain
JOIN capture AS c ON c.id = chain.id
WHERE c.outcome IN ('accepted', 'already')
ORDER BY chain.needed, chain.depth, chain.id
