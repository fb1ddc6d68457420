-- What one enrolment captured.
SELECT command, event, person, membership, agent, device, area,
  made_at, made_on, clock_uncertain, standing, name_digest, birth_date, code, first_month, n_months, shown_total, supersedes, decided
FROM field_enrolment
WHERE command = $1
