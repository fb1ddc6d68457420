-- Phones: their registration, the commands they sent as they came, what was decided, photos, changes.

-- A phone, registered for a user. What it says of itself (pending, space, clock) is as of seen_at.
CREATE TABLE device (
    id {uuid} NOT NULL PRIMARY KEY,
    holder {uuid} NOT NULL REFERENCES app_user (id),
    area text NOT NULL,
    public_key {bytes} NOT NULL,
    token_hash {bytes} NOT NULL CONSTRAINT device_token UNIQUE,
    label text NOT NULL,
    status text NOT NULL CONSTRAINT device_status CHECK (status IN ('active', 'suspended', 'revoked')),
    registered_at {instant} NOT NULL,
    registered_by {uuid} NOT NULL,
    seen_at {instant} NOT NULL,
    app_version text NOT NULL,
    persisted bigint NOT NULL,
    store_epoch {uuid},
    pending bigint NOT NULL DEFAULT 0,
    attachments_pending bigint NOT NULL DEFAULT 0,
    oldest_made_at {instant},
    clock_offset_ms bigint,
    free_bytes bigint,
    last_seq bigint NOT NULL DEFAULT 0
){strict};

CREATE INDEX device_holder ON device (holder);

-- A one-time code by which a phone becomes a device; only its hash.
CREATE TABLE device_code (
    code_hash {bytes} NOT NULL PRIMARY KEY,
    device {uuid} NOT NULL CONSTRAINT device_code_device UNIQUE,
    holder {uuid} NOT NULL REFERENCES app_user (id),
    area text NOT NULL,
    made_at {instant} NOT NULL,
    made_by {uuid} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
){strict};

-- A command as it came, never changed; the last columns say how far the judging is. The device need
-- not be known here: bytes are kept whoever sent them. outcome is that of the last row in outcome.
CREATE TABLE capture (
    id {uuid} NOT NULL PRIMARY KEY,
    device {uuid} NOT NULL,
    store_epoch {uuid} NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    v bigint NOT NULL,
    actor {uuid} NOT NULL,
    depends_on {json} NOT NULL,
    supersedes {uuid},
    sha256 {bytes} NOT NULL,
    sealed {bytes} NOT NULL,
    sig {bytes} NOT NULL,
    digest {bytes} NOT NULL,
    well_formed bigint NOT NULL,
    received_at {instant} NOT NULL,
    transport text NOT NULL CONSTRAINT capture_transport CHECK (transport IN ('push', 'carried', 'import')),
    brought_by {uuid} NOT NULL,
    device_status text NOT NULL,
    outcome text,
    attempts bigint NOT NULL,
    judging_since {instant},
    clashes bigint NOT NULL DEFAULT 0
){strict};

CREATE INDEX capture_seq ON capture (device, store_epoch, seq);

CREATE INDEX capture_supersedes ON capture (supersedes);

CREATE INDEX capture_outcome ON capture (outcome, received_at, id);

CREATE INDEX capture_unjudged ON capture (received_at) WHERE outcome IS NULL OR outcome = 'held';

CREATE INDEX capture_clashing ON capture (received_at) WHERE clashes > 0;

-- What a command waits for.
CREATE TABLE capture_dependency (
    capture {uuid} NOT NULL REFERENCES capture (id),
    needs {uuid} NOT NULL,
    CONSTRAINT capture_dependency_key PRIMARY KEY (capture, needs)
){strict};

CREATE INDEX capture_dependency_needs ON capture_dependency (needs);

-- The same id with other bytes: kept whole, never applied, looked at by a person.
CREATE TABLE capture_clash (
    id {uuid} NOT NULL,
    digest {bytes} NOT NULL,
    line text NOT NULL,
    sealed {bytes} NOT NULL,
    sig {bytes} NOT NULL,
    received_at {instant} NOT NULL,
    brought_by {uuid} NOT NULL,
    decided_at {instant},
    CONSTRAINT capture_clash_key PRIMARY KEY (id, digest)
){strict};

-- What was decided, numbered; the last one holds, none is ever changed.
CREATE TABLE outcome (
    capture {uuid} NOT NULL REFERENCES capture (id),
    n bigint NOT NULL,
    outcome text NOT NULL CONSTRAINT outcome_word CHECK (outcome IN ('accepted', 'already', 'needs_review', 'rejected', 'held')),
    code text NOT NULL,
    detail {json} NOT NULL,
    decided_at {instant} NOT NULL,
    decided_by {uuid},
    reason text,
    CONSTRAINT outcome_key PRIMARY KEY (capture, n)
){strict};

-- A sealed photo, by the digest of its bytes as they come.
CREATE TABLE attachment (
    sha256 {bytes} NOT NULL PRIMARY KEY,
    size bigint NOT NULL,
    received bigint NOT NULL,
    begun_at {instant} NOT NULL,
    last_at {instant} NOT NULL,
    complete_at {instant}
){strict};

CREATE INDEX attachment_unfinished ON attachment (last_at) WHERE complete_at IS NULL;

-- Its bytes, in pieces as they came.
CREATE TABLE attachment_piece (
    sha256 {bytes} NOT NULL REFERENCES attachment (sha256),
    start bigint NOT NULL,
    content {bytes} NOT NULL,
    CONSTRAINT attachment_piece_key PRIMARY KEY (sha256, start)
){strict};

-- Which photo is what to a command; a slot each, so that two may be equal.
CREATE TABLE capture_attachment (
    capture {uuid} NOT NULL REFERENCES capture (id),
    role text NOT NULL,
    sha256 {bytes} NOT NULL,
    size bigint NOT NULL,
    mime text NOT NULL,
    CONSTRAINT capture_attachment_key PRIMARY KEY (capture, role)
){strict};

-- What phones pull: a device or a user, what changed, and what to. Positions are taken under a lock
-- that is held until the commit can be seen, so a cursor never passes a slow writer.
CREATE TABLE change_log (
    pos bigint NOT NULL PRIMARY KEY,
    scope text NOT NULL,
    kind text NOT NULL,
    key {uuid} NOT NULL,
    op text NOT NULL CONSTRAINT change_log_op CHECK (op IN ('put', 'drop')),
    payload {json} NOT NULL,
    recorded_at {instant} NOT NULL
){strict};

CREATE INDEX change_log_scope ON change_log (scope, pos);

-- only postgres
CREATE SEQUENCE change_position

-- only sqlite
CREATE TRIGGER outcome_is_final BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome_is_final'); END

-- only sqlite
CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome_is_final'); END

-- only postgres
CREATE TRIGGER outcome_is_final BEFORE UPDATE OR DELETE ON outcome
FOR EACH ROW EXECUTE FUNCTION is_final()
