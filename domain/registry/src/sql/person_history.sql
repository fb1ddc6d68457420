-- Everything that happened to a person's record, in no order: instant, day, what, by whom, and three words about it.
SELECT attested.recorded_at, attested.attested_on, 'attested', attested.recorded_by,
    attested.attested_by, attested.attester_role, attested.statement
FROM work_attestation AS attested
WHERE attested.bucket = $1 AND attested.person = $2
UNION ALL
SELECT recorded_at, valid_from, 'group_joined', NULL, person_group, area, source
FROM roster
WHERE bucket = $1 AND person = $2
UNION ALL
SELECT NULL, valid_to, 'group_left', NULL, person_group, area, source
FROM roster
WHERE bucket = $1 AND person = $2 AND valid_to IS NOT NULL
UNION ALL
SELECT NULL, valid_from, 'work_added', NULL, occupation, COALESCE(place, ''), COALESCE(hours, '')
FROM person_occupation
WHERE bucket = $1 AND person = $2
UNION ALL
SELECT NULL, valid_to, 'work_ended', NULL, occupation, COALESCE(place, ''), ''
FROM person_occupation
WHERE bucket = $1 AND person = $2 AND valid_to IS NOT NULL
UNION ALL
SELECT recorded_at, NULL, 'heir_added', NULL, name, relation, ''
FROM heir
WHERE bucket = $1 AND person = $2
UNION ALL
SELECT removed_at, NULL, 'heir_removed', NULL, name, relation, ''
FROM heir
WHERE bucket = $1 AND person = $2 AND removed_at IS NOT NULL
UNION ALL
SELECT given_at, NULL, 'consent_given', NULL, purpose, text_version, given_how
FROM consent
WHERE bucket = $1 AND person = $2
UNION ALL
SELECT withdrawn_at, NULL, 'consent_withdrawn', NULL, purpose, text_version, ''
FROM consent
WHERE bucket = $1 AND person = $2 AND withdrawn_at IS NOT NULL
UNION ALL
SELECT recorded_at, NULL, 'registered', NULL, origin, village, ''
FROM person
WHERE bucket = $1 AND id = $2
UNION ALL
SELECT changed_at, NULL, 'corrected', changed_by, fields, CAST(version AS text), ''
FROM person_change
WHERE bucket = $1 AND person = $2
