-- How many were captured at some events, by what became of them.
SELECT event, standing, COUNT(*)
FROM field_enrolment
WHERE event IN {list $1 uuid}
GROUP BY event, standing
ORDER BY event, standing
