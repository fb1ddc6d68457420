-- Records what changed a membership beside payments.
INSERT INTO membership_event (bucket, membership, id, kind, because, effective_on, recorded_at, recorded_by, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
