-- Who became a member through some planned events, paid, and stayed, by trade; two trades are two lines.
WITH members AS (
  SELECT on_date, person, bucket, first_paid_on, paid_30, paid_90 FROM event_enrolled WHERE plan IN {list $1 uuid}
  UNION ALL
  SELECT on_date, person, bucket, first_paid_on, paid_30, paid_90 FROM event_won WHERE plan IN {list $1 uuid}
),
traded AS (
  SELECT DISTINCT m.person, o.trade,
    CASE WHEN m.first_paid_on <= $2 THEN 1 ELSE 0 END AS paid,
    CASE WHEN m.on_date <= $3 THEN 1 ELSE 0 END AS of_30,
    CASE WHEN m.on_date <= $3 THEN m.paid_30 ELSE 0 END AS paid_30,
    CASE WHEN m.on_date <= $4 THEN 1 ELSE 0 END AS of_90,
    CASE WHEN m.on_date <= $4 THEN m.paid_90 ELSE 0 END AS paid_90
  FROM members AS m
  LEFT JOIN person_occupation AS p ON p.bucket = m.bucket AND p.person = m.person AND p.valid_to IS NULL
  LEFT JOIN occupation AS o ON o.id = p.occupation
)
SELECT COALESCE(t.trade, ''), COUNT(*), CAST(SUM(t.paid) AS bigint), CAST(SUM(t.of_30) AS bigint),
  CAST(SUM(t.paid_30) AS bigint), CAST(SUM(t.of_90) AS bigint), CAST(SUM(t.paid_90) AS bigint)
FROM traded AS t
GROUP BY COALESCE(t.trade, '')
ORDER BY 1
