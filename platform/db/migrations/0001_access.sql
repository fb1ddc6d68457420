-- Who may do what, what was asked, and what was done: users, sessions, commands, the audit chain.

-- Someone who signs in, or a machine that does (kind = integrator).
CREATE TABLE app_user (
    id {uuid} NOT NULL PRIMARY KEY,
    login text NOT NULL CONSTRAINT app_user_login UNIQUE,
    display_name text NOT NULL,
    password_hash text,
    must_change_password bigint NOT NULL DEFAULT 0,
    status text NOT NULL CONSTRAINT app_user_status CHECK (status IN ('active', 'disabled')),
    created_at {instant} NOT NULL
){strict};

-- Wrong passwords for a login, known or not, and until when it waits. Only a hash of the login: who
-- types a password into the wrong field leaves nothing behind. Forgotten after a day.
CREATE TABLE sign_in_delay (
    login_hash {bytes} NOT NULL PRIMARY KEY,
    failures bigint NOT NULL,
    blocked_until {instant} NOT NULL,
    last_at {instant} NOT NULL
){strict};

CREATE INDEX sign_in_delay_last ON sign_in_delay (last_at);

-- A role, for an area and everything in it; area '' is the whole country. Dated, never deleted.
CREATE TABLE user_role (
    user_id {uuid} NOT NULL REFERENCES app_user (id),
    role text NOT NULL,
    area text NOT NULL,
    granted_at {instant} NOT NULL,
    granted_by {uuid},
    revoked_at {instant},
    CONSTRAINT user_role_key PRIMARY KEY (user_id, role, area, granted_at)
){strict};

-- A signed-in browser or an integrator's token; only the hash of the token is kept.
CREATE TABLE session (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    id {uuid} NOT NULL CONSTRAINT session_id UNIQUE,
    user_id {uuid} NOT NULL REFERENCES app_user (id),
    kind text NOT NULL CONSTRAINT session_kind CHECK (kind IN ('browser', 'api_token')),
    label text NOT NULL,
    created_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    revoked_at {instant}
){strict};

CREATE INDEX session_of_user ON session (user_id);

-- A command that was carried out, with what it answered: the same id and content answers the same.
CREATE TABLE command (
    id {uuid} NOT NULL PRIMARY KEY,
    name text NOT NULL,
    digest {bytes} NOT NULL,
    actor {uuid} NOT NULL,
    carried_out_at {instant} NOT NULL,
    answer {json} NOT NULL
){strict};

-- The head of each audit chain; there are several so that writers do not wait for each other.
CREATE TABLE audit_head (
    chain bigint NOT NULL PRIMARY KEY,
    seq bigint NOT NULL,
    hash {bytes} NOT NULL
){strict};

-- One block a commit: the hash covers the block before it and every entry in it.
CREATE TABLE audit_block (
    chain bigint NOT NULL,
    seq bigint NOT NULL,
    previous {bytes} NOT NULL,
    hash {bytes} NOT NULL,
    n_entries bigint NOT NULL,
    recorded_at {instant} NOT NULL,
    CONSTRAINT audit_block_key PRIMARY KEY (chain, seq)
){strict};

-- Who did or read what, when and why. Ids only, never a name or a number of a person.
CREATE TABLE audit_entry (
    chain bigint NOT NULL,
    seq bigint NOT NULL,
    line bigint NOT NULL,
    recorded_at {instant} NOT NULL,
    actor {uuid} NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject {uuid},
    detail text NOT NULL,
    CONSTRAINT audit_entry_key PRIMARY KEY (chain, seq, line),
    CONSTRAINT audit_entry_block FOREIGN KEY (chain, seq) REFERENCES audit_block (chain, seq)
){strict};

CREATE INDEX audit_entry_subject ON audit_entry (subject, recorded_at);

-- Small settings of this installation: its name, the public key of its cards, the epoch of its store.
CREATE TABLE setting (
    name text NOT NULL PRIMARY KEY,
    value text NOT NULL
){strict};

-- only sqlite
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry_is_final'); END

-- only sqlite
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry_is_final'); END

-- only postgres
CREATE FUNCTION is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%_is_final', TG_TABLE_NAME; END $$

-- only postgres
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION is_final()

-- only sqlite
CREATE TRIGGER audit_block_is_final BEFORE UPDATE ON audit_block
BEGIN SELECT RAISE(ABORT, 'audit_block_is_final'); END

-- only sqlite
CREATE TRIGGER audit_block_stays BEFORE DELETE ON audit_block
BEGIN SELECT RAISE(ABORT, 'audit_block_is_final'); END

-- only postgres
CREATE TRIGGER audit_block_is_final BEFORE UPDATE OR DELETE ON audit_block
FOR EACH ROW EXECUTE FUNCTION is_final()
