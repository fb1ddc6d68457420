-- The register: areas, people and what belongs to them, groups and their rosters, lists handed in.

-- An administrative area by its dotted code. Codes in use are never deleted; they end.
CREATE TABLE area (
    code text NOT NULL PRIMARY KEY,
    level bigint NOT NULL CONSTRAINT area_level CHECK (level BETWEEN 1 AND 4),
    kind text NOT NULL,
    name text NOT NULL,
    parent text,
    search_name text NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date},
    decree text NOT NULL
){strict};

CREATE INDEX area_parent ON area (parent, code);

-- Another name for an area or for several at once: "Serang Raya" is a city and a regency.
CREATE TABLE area_alias (
    alias text NOT NULL,
    code text NOT NULL REFERENCES area (code),
    name text NOT NULL,
    note text NOT NULL,
    CONSTRAINT area_alias_key PRIMARY KEY (alias, code)
){strict};

-- Occupations of informal workers; the price sector decides relief.
CREATE TABLE occupation (
    id text NOT NULL PRIMARY KEY,
    label_id text NOT NULL,
    trade text NOT NULL,
    price_sector text NOT NULL CONSTRAINT occupation_sector CHECK (price_sector IN ('transport', 'other')),
    kbji2014 text,
    kbji_confidence text,
    kbli2020 text,
    kbli_confidence text
){strict};

-- Groups of people that cover is counted for: village council, hamlet heads, motorcycle taxis.
CREATE TABLE person_group (
    code text NOT NULL PRIMARY KEY,
    kind text NOT NULL CONSTRAINT person_group_kind CHECK (kind IN ('root', 'group', 'sum')),
    parent text REFERENCES person_group (code),
    name_id text NOT NULL,
    name_en text NOT NULL
){strict};

-- What a group of kind sum adds up: it has no roster of its own.
CREATE TABLE person_group_part (
    whole text NOT NULL REFERENCES person_group (code),
    part text NOT NULL REFERENCES person_group (code),
    CONSTRAINT person_group_part_key PRIMARY KEY (whole, part)
){strict};

-- A household by its family card (sealed).
CREATE TABLE household (
    id {uuid} NOT NULL PRIMARY KEY,
    card_index {bytes} NOT NULL CONSTRAINT household_card UNIQUE,
    card_sealed {bytes} NOT NULL,
    recorded_at {instant} NOT NULL
){strict};

-- A person. The identity number is sealed; person_nik finds it by a keyed index.
CREATE TABLE person (
    bucket bigint NOT NULL,
    id {uuid} NOT NULL,
    nik_sealed {bytes} NOT NULL,
    name text NOT NULL,
    search_name text NOT NULL,
    sex text NOT NULL CONSTRAINT person_sex CHECK (sex IN ('female', 'male')),
    birth_date {date} NOT NULL,
    birth_place text,
    village text NOT NULL,
    address text,
    rt text,
    rw text,
    phone text,
    phone_is_shared bigint NOT NULL DEFAULT 0,
    household {uuid},
    merged_into {uuid},
    origin text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    recorded_at {instant} NOT NULL,
    changed_at {instant} NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (bucket, id)
){strict};

-- only sqlite
CREATE INDEX person_village ON person (village, search_name);

-- only sqlite
CREATE INDEX person_name ON person (search_name, birth_date);

-- only postgres
CREATE INDEX person_village ON person (village, search_name COLLATE "C");

-- only postgres
CREATE INDEX person_name ON person (search_name COLLATE "C", birth_date);

CREATE INDEX person_phone ON person (phone);

CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- One identity number, one person. Kept apart so that a look-up is one row wherever people live.
CREATE TABLE person_nik (
    nik_index {bytes} NOT NULL PRIMARY KEY,
    bucket bigint NOT NULL,
    person {uuid} NOT NULL
){strict};

-- What a person works as, where and when; at most two at once (a rule of eligibility).
CREATE TABLE person_occupation (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    id {uuid} NOT NULL,
    occupation text NOT NULL REFERENCES occupation (id),
    place text,
    hours text,
    valid_from {date} NOT NULL,
    valid_to {date},
    CONSTRAINT person_occupation_key PRIMARY KEY (bucket, person, id)
){strict};

-- Who saw the person working, when, and how we know: what claims are refused on elsewhere.
CREATE TABLE work_attestation (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    id {uuid} NOT NULL,
    attested_by text NOT NULL,
    attester_role text NOT NULL,
    attested_on {date} NOT NULL,
    statement text NOT NULL,
    photo_sha256 text,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT work_attestation_key PRIMARY KEY (bucket, person, id)
){strict};

-- Whom to reach when the person cannot be: spouse, children, contact.
CREATE TABLE heir (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    id {uuid} NOT NULL,
    name text NOT NULL,
    relation text NOT NULL,
    birth_date {date},
    phone text,
    recorded_at {instant} NOT NULL,
    removed_at {instant},
    CONSTRAINT heir_key PRIMARY KEY (bucket, person, id)
){strict};

-- What a person agreed to, in which words, and when it was withdrawn.
CREATE TABLE consent (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    id {uuid} NOT NULL,
    purpose text NOT NULL,
    text_version text NOT NULL,
    given_how text NOT NULL,
    given_at {instant} NOT NULL,
    withdrawn_at {instant},
    CONSTRAINT consent_key PRIMARY KEY (bucket, person, id)
){strict};

-- Who was in which group of which area, from when to when (half-open).
CREATE TABLE roster (
    bucket bigint NOT NULL,
    person {uuid} NOT NULL,
    person_group text NOT NULL REFERENCES person_group (code),
    area text NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date},
    source text NOT NULL,
    recorded_at {instant} NOT NULL,
    CONSTRAINT roster_key PRIMARY KEY (bucket, person, person_group, area, valid_from)
){strict};

CREATE INDEX roster_person ON roster (person);

CREATE INDEX roster_group ON roster (person_group, area, valid_from);

-- Two records found to be one person, and the way back.
CREATE TABLE person_merge (
    id {uuid} NOT NULL PRIMARY KEY,
    kept {uuid} NOT NULL,
    merged {uuid} NOT NULL,
    reason text NOT NULL,
    merged_at {instant} NOT NULL,
    merged_by {uuid} NOT NULL,
    undone_at {instant},
    undone_by {uuid}
){strict};

CREATE INDEX person_merge_kept ON person_merge (kept);

CREATE INDEX person_merge_merged ON person_merge (merged);

-- A file of people handed in at once, what was ordered with it, and its column headers as JSON.
CREATE TABLE list_file (
    id {uuid} NOT NULL PRIMARY KEY,
    sha256 text NOT NULL CONSTRAINT list_file_content UNIQUE,
    name text NOT NULL,
    area text NOT NULL,
    payer text NOT NULL,
    ordered text NOT NULL,
    headers text NOT NULL,
    n_rows bigint NOT NULL,
    n_accepted bigint NOT NULL,
    n_refused bigint NOT NULL,
    state text NOT NULL CONSTRAINT list_file_state CHECK (state IN ('reading', 'done', 'refused')),
    reason text,
    received_at {instant} NOT NULL,
    received_by {uuid} NOT NULL,
    finished_at {instant}
){strict};

-- What became of each row. A refused row keeps its content, sealed, so that it can be mended.
CREATE TABLE list_row (
    list {uuid} NOT NULL REFERENCES list_file (id),
    row_number bigint NOT NULL,
    outcome text NOT NULL,
    field text,
    sentence_id text NOT NULL,
    sentence_en text NOT NULL,
    person {uuid},
    membership {uuid},
    content_sealed {bytes},
    CONSTRAINT list_row_key PRIMARY KEY (list, row_number)
){strict};

CREATE INDEX list_row_outcome ON list_row (list, outcome, row_number);
