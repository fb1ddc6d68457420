-- The members an agent has now, in an area (empty for all), with whether the membership has ended.
WITH holding AS (
  SELECT f.agent, f.bucket, f.membership, f.made_on AS from_on, 0 AS is_moved,
    (SELECT MIN(first_move.from_on) FROM portfolio_move AS first_move WHERE first_move.membership = f.membership) AS until_on
  FROM field_enrolment AS f
  WHERE f.agent IN {list $1 uuid} AND f.standing = 'enrolled' AND f.membership IS NOT NULL
  UNION ALL
  SELECT p.agent, p.bucket, p.membership, p.from_on, 1, p.until_on
  FROM portfolio_move AS p
  WHERE p.agent IN {list $1 uuid}
)
SELECT h.bucket, h.membership, CAST(CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END AS bigint)
FROM holding AS h
JOIN membership AS m ON m.bucket = h.bucket AND m.id = h.membership
WHERE h.until_on IS NULL AND ($2 = '' OR m.village = $2 OR m.village LIKE $2 || '.%')
ORDER BY h.membership
