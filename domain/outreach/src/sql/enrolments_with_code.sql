-- Other enrolments that gave out this code.
SELECT command
FROM field_enrolment
WHERE code = $1 AND command <> $2
ORDER BY command
