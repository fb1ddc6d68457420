-- More ways to prove who one is: codes of an app, passkeys, another issuer; half-finished sign-ins.

-- How a session was opened; some roles may be required to have more than a password.
ALTER TABLE session ADD COLUMN proof text NOT NULL DEFAULT 'password';

-- Who did what on some days, whoever and whatever it was.
CREATE INDEX audit_entry_time ON audit_entry (recorded_at);

-- A secret shared with an app that makes codes (TOTP). In force once a first code confirmed it; a time
-- step is taken once, so a code that was looked over a shoulder is worth nothing.
CREATE TABLE second_factor (
    user_id {uuid} NOT NULL PRIMARY KEY REFERENCES app_user (id),
    secret_sealed {bytes} NOT NULL,
    added_at {instant} NOT NULL,
    confirmed_at {instant},
    last_step bigint NOT NULL
){strict};

-- Codes for the day the phone is lost, each good for one sign-in; only hashes are kept.
CREATE TABLE recovery_code (
    user_id {uuid} NOT NULL REFERENCES app_user (id),
    code_hash {bytes} NOT NULL,
    made_at {instant} NOT NULL,
    used_at {instant},
    CONSTRAINT recovery_code_key PRIMARY KEY (user_id, code_hash)
){strict};

-- A passkey (WebAuthn): its public key as it came (COSE) and how often it says it has signed.
CREATE TABLE passkey (
    credential {bytes} NOT NULL PRIMARY KEY,
    id {uuid} NOT NULL CONSTRAINT passkey_id UNIQUE,
    user_id {uuid} NOT NULL REFERENCES app_user (id),
    label text NOT NULL,
    public_key {bytes} NOT NULL,
    sign_count bigint NOT NULL,
    is_synced bigint NOT NULL CONSTRAINT passkey_is_synced CHECK (is_synced IN (0, 1)),
    added_at {instant} NOT NULL,
    used_at {instant}
){strict};

CREATE INDEX passkey_of_user ON passkey (user_id);

-- Something that was begun and must be finished within minutes, once: a sign-in that waits for its
-- code, a challenge to a passkey, somebody sent to another issuer. Only the hash of the ticket is kept.
CREATE TABLE sign_in_ticket (
    ticket_hash {bytes} NOT NULL PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT sign_in_ticket_purpose CHECK (purpose IN ('code', 'passkey', 'add_passkey', 'issuer')),
    user_id {uuid} REFERENCES app_user (id),
    content {bytes} NOT NULL,
    expires_at {instant} NOT NULL
){strict};

CREATE INDEX sign_in_ticket_expires ON sign_in_ticket (expires_at);

-- Whom an outside issuer (OpenID Connect) means by a subject. Gives no role by itself.
CREATE TABLE outside_identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id {uuid} NOT NULL REFERENCES app_user (id),
    linked_at {instant} NOT NULL,
    linked_by {uuid} NOT NULL,
    CONSTRAINT outside_identity_key PRIMARY KEY (issuer, subject)
){strict};

CREATE INDEX outside_identity_of_user ON outside_identity (user_id);
