-- Who saw a person working.
SELECT id, attested_by, attester_role, attested_on, statement, photo_sha256, recorded_at
FROM work_attestation
WHERE bucket = $1 AND person = $2
ORDER BY attested_on, id
