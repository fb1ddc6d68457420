-- Who was enrolled at an event: memberships, as far as they are on record.
SELECT command, person, membership, agent, area, made_at, standing, code, first_month, n_months, shown_total
FROM field_enrolment
WHERE event = $1 AND (made_at > $2 OR (made_at = $2 AND command > $3))
ORDER BY made_at, command
LIMIT $4
