-- What stands for an enrolment that was corrected before it arrived.
SELECT person, membership
FROM field_enrolment
WHERE supersedes = $1
ORDER BY made_at, command
