-- What the desk of an office needs: who changed what on a record, people by their second name, cancelled codes, kept proofs.

-- What changed on a person's record, version by version, so that the second of two officers sees
-- what the first one did. Names of fields, never what stood in them.
CREATE TABLE person_change (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    version bigint NOT NULL,
    fields text NOT NULL,
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL,
    CONSTRAINT person_change_key PRIMARY KEY (bucket, person, version)
){strict};

-- only sqlite
CREATE INDEX person_second_name ON person (substr(search_name, instr(search_name, ' ') + 1), birth_date)

-- only postgres
CREATE INDEX person_second_name ON person
    ((substr(search_name, strpos(search_name, ' ') + 1)) COLLATE "C", birth_date)

-- A payment code that was taken back before anybody paid it.
CREATE TABLE code_cancelled (
    code text NOT NULL PRIMARY KEY REFERENCES payment_code (code),
    reason text NOT NULL,
    cancelled_at {instant} NOT NULL,
    cancelled_by {uuid} NOT NULL
){strict};

-- A run of every proof on the live database, with what each invariant said.
CREATE TABLE check_run (
    id {uuid} NOT NULL PRIMARY KEY,
    started_at {instant} NOT NULL,
    finished_at {instant} NOT NULL,
    started_by {uuid} NOT NULL,
    ok bigint NOT NULL CONSTRAINT check_run_ok CHECK (ok IN (0, 1)),
    result {json} NOT NULL
){strict};

CREATE INDEX check_run_finished ON check_run (finished_at);
