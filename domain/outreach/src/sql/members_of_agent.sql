-- The members an agent has now, by membership, after one of them.
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
SELECT h.membership, m.counted_as, person.name, m.number, m.village, m.paid_through, m.ended_on, h.from_on, CAST(h.is_moved AS bigint)
FROM holding AS h
JOIN membership AS m ON m.bucket = h.bucket AND m.id = h.membership
LEFT JOIN person ON person.bucket = m.bucket AND person.id = m.person
WHERE h.until_on IS NULL AND h.membership > $2
ORDER BY h.membership
LIMIT $3
