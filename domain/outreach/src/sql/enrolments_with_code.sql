-- Other enrolments that gave out this code, and what they correct.
SELECT command, supersedes
FROM field_enrolment
WHERE code = $1 AND command <> $2
ORDER BY command
