-- How many leads and enrolments are on record for a planned event.
SELECT
  (SELECT COUNT(*) FROM event_session AS s JOIN lead AS l ON l.event = s.event WHERE s.plan = $1),
  (SELECT COUNT(DISTINCT f.person) FROM event_session AS s JOIN field_enrolment AS f ON f.event = s.event
   WHERE s.plan = $1 AND f.standing = 'enrolled')
