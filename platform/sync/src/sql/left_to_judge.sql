-- What nobody is judging: left by a crash, held although nothing is missing any more, or held too long.
SELECT c.id
FROM capture AS c
WHERE (c.outcome IS NULL AND (c.judging_since IS NULL OR c.judging_since <= $1))
  OR (c.outcome = 'held' AND (c.judging_since IS NULL OR c.judging_since <= $1)
    AND (c.received_at <= $2 OR NOT EXISTS (
      SELECT 1
      FROM capture_dependency AS d
      LEFT JOIN capture AS n ON n.id = d.needs
      WHERE d.capture = c.id AND COALESCE(n.outcome, '') NOT IN ('accepted', 'already')
    )))
ORDER BY c.received_at, c.id
LIMIT $3
