-- What was captured about a person, in the order it was written down.
SELECT command, event, person, membership, agent, device, area,
  made_at, made_on, clock_uncertain, standing, name_digest, birth_date, code, first_month, n_months, shown_total, supersedes, decided
FROM field_enrolment
WHERE person = $1
ORDER BY made_at, command
