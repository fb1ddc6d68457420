-- Openings of phones of some days and areas that belong to no planned event, with their last counts.
SELECT
  e.id, e.area,
  CAST(CASE WHEN c.event IS NULL THEN 0 ELSE 1 END AS bigint),
  c.attended,
  (
    SELECT COUNT(*) FROM field_enrolment AS f WHERE f.event = e.id AND f.standing = 'enrolled'
  )
FROM event AS e
LEFT JOIN event_close AS c ON c.event = e.id AND c.command = (
  SELECT x.command FROM event_close AS x WHERE x.event = e.id ORDER BY x.closed_at DESC, x.command DESC LIMIT 1
)
WHERE e.held_on BETWEEN $2 AND $3
  AND NOT EXISTS (SELECT 1 FROM event_session AS s WHERE s.event = e.id)
  AND EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR e.area = s.item OR e.area LIKE s.item || '.%'
  )
ORDER BY e.held_on, e.id
LIMIT 20000
