-- Outreach: events in villages, who was enrolled there, cash in agents' hands, reserved codes.

-- An evening at the village hall. The area is its village; command is what opened it.
CREATE TABLE event (
    id {uuid} NOT NULL PRIMARY KEY,
    name text NOT NULL,
    area text NOT NULL,
    held_on {date} NOT NULL,
    venue text,
    campaign {uuid},
    opened_by {uuid} NOT NULL,
    opened_at {instant} NOT NULL,
    recorded_at {instant} NOT NULL,
    command {uuid} NOT NULL,
    supersedes {uuid}
){strict};

CREATE INDEX event_area ON event (area, held_on, id);

-- How an event ended. A count is a number, or its name stands in not_recorded; a later close corrects
-- an earlier one and both stay. The opening may arrive after the close.
CREATE TABLE event_close (
    event {uuid} NOT NULL,
    command {uuid} NOT NULL,
    attended bigint,
    enrolled bigint,
    refused bigint,
    not_recorded text NOT NULL,
    closed_by {uuid} NOT NULL,
    closed_at {instant} NOT NULL,
    recorded_at {instant} NOT NULL,
    CONSTRAINT event_close_key PRIMARY KEY (event, command)
){strict};

-- An enrolment that was captured in the field and concerns a person on record: it made the record
-- (enrolled), says the same, or contradicts it. The earliest by made_at makes the record, in whatever
-- order the captures arrive. name_digest stands for the name as it was written there.
CREATE TABLE field_enrolment (
    command {uuid} NOT NULL PRIMARY KEY,
    event {uuid},
    person {uuid} NOT NULL,
    bucket bigint NOT NULL,
    membership {uuid},
    agent {uuid} NOT NULL,
    device {uuid} NOT NULL,
    area text NOT NULL,
    made_at {instant} NOT NULL,
    made_on {date} NOT NULL,
    clock_uncertain bigint NOT NULL,
    standing text NOT NULL CONSTRAINT field_enrolment_standing CHECK (standing IN ('enrolled', 'same', 'name_differs', 'birth_differs', 'superseded')),
    name_digest {bytes} NOT NULL,
    birth_date {date} NOT NULL,
    code text,
    first_month {date} NOT NULL,
    n_months bigint NOT NULL CONSTRAINT field_enrolment_months CHECK (n_months BETWEEN 1 AND 12),
    shown_total bigint NOT NULL,
    supersedes {uuid},
    decided bigint NOT NULL CONSTRAINT field_enrolment_decided CHECK (decided IN (0, 1)),
    recorded_at {instant} NOT NULL
){strict};

CREATE INDEX field_enrolment_person ON field_enrolment (person);

CREATE INDEX field_enrolment_event ON field_enrolment (event);

CREATE INDEX field_enrolment_agent ON field_enrolment (agent, standing);

CREATE INDEX field_enrolment_supersedes ON field_enrolment (supersedes);

CREATE INDEX field_enrolment_code ON field_enrolment (code);

-- Payment codes a phone may give out without signal: numbers first_n to last_n, for one device, once.
CREATE TABLE code_range (
    first_n bigint NOT NULL PRIMARY KEY,
    last_n bigint NOT NULL,
    device {uuid} NOT NULL,
    holder {uuid} NOT NULL,
    reserved_at {instant} NOT NULL,
    CONSTRAINT code_range_order CHECK (last_n >= first_n)
){strict};

CREATE INDEX code_range_device ON code_range (device, first_n);

-- The receipt book of a device: its serials begin with the prefix.
CREATE TABLE receipt_book (
    device {uuid} NOT NULL PRIMARY KEY,
    n bigint NOT NULL CONSTRAINT receipt_book_n UNIQUE,
    opened_at {instant} NOT NULL
){strict};

-- A receipt for cash that an agent took from a worker. The id is its command. doubled: its serial was
-- used before for something else; differs: another amount than the slip; over_limit: more than the
-- agent may hold. A person looks at each (decided: has looked); the money counts all the same.
CREATE TABLE custody_receipt (
    id {uuid} NOT NULL PRIMARY KEY,
    serial text NOT NULL,
    book text NOT NULL,
    number bigint,
    agent {uuid} NOT NULL,
    device {uuid} NOT NULL,
    event {uuid},
    enrolment {uuid} NOT NULL,
    code text NOT NULL,
    area text NOT NULL,
    amount bigint NOT NULL CONSTRAINT custody_receipt_amount CHECK (amount > 0),
    made_at {instant} NOT NULL,
    state text NOT NULL CONSTRAINT custody_receipt_state CHECK (state IN ('held', 'handed_in', 'deposited', 'cancelled')),
    doubled bigint NOT NULL CONSTRAINT custody_receipt_doubled CHECK (doubled IN (0, 1)),
    differs bigint NOT NULL CONSTRAINT custody_receipt_differs CHECK (differs IN (0, 1)),
    over_limit bigint NOT NULL CONSTRAINT custody_receipt_over CHECK (over_limit IN (0, 1)),
    decided bigint NOT NULL CONSTRAINT custody_receipt_decided CHECK (decided IN (0, 1)),
    deposit {uuid},
    payment {uuid},
    supersedes {uuid},
    recorded_at {instant} NOT NULL
){strict};

CREATE INDEX custody_receipt_agent ON custody_receipt (agent, state, made_at);

CREATE INDEX custody_receipt_serial ON custody_receipt (serial);

CREATE INDEX custody_receipt_book ON custody_receipt (book, number);

CREATE INDEX custody_receipt_enrolment ON custody_receipt (enrolment);

CREATE INDEX custody_receipt_deposit ON custody_receipt (deposit);

-- Money an agent says was brought to the office; finance confirms what was counted, or refuses.
CREATE TABLE custody_deposit (
    id {uuid} NOT NULL PRIMARY KEY,
    agent {uuid} NOT NULL,
    device {uuid} NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL CONSTRAINT custody_deposit_amount CHECK (amount > 0),
    made_at {instant} NOT NULL,
    recorded_at {instant} NOT NULL,
    state text NOT NULL CONSTRAINT custody_deposit_state CHECK (state IN ('announced', 'confirmed', 'refused')),
    counted bigint,
    decided_at {instant},
    decided_by {uuid},
    reason text,
    CONSTRAINT custody_deposit_two_people CHECK (decided_by IS NULL OR decided_by <> agent)
){strict};

CREATE INDEX custody_deposit_state ON custody_deposit (state, recorded_at);

-- What an agent holds, entry by entry: taken (+), given back or corrected (-), deposited (-). A
-- correction is another entry; none is changed.
CREATE TABLE custody_entry (
    id {uuid} NOT NULL PRIMARY KEY,
    agent {uuid} NOT NULL,
    receipt {uuid} NOT NULL,
    kind text NOT NULL CONSTRAINT custody_entry_kind CHECK (kind IN ('received', 'cancelled', 'deposited')),
    amount bigint NOT NULL,
    reason text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT custody_entry_once UNIQUE (receipt, kind)
){strict};

CREATE INDEX custody_entry_agent ON custody_entry (agent);

-- Cash that was held too long: told to the branch here, and to the member by a notice. Once a receipt.
CREATE TABLE custody_alert (
    receipt {uuid} NOT NULL PRIMARY KEY,
    agent {uuid} NOT NULL,
    area text NOT NULL,
    raised_at {instant} NOT NULL
){strict};

-- only sqlite
CREATE TRIGGER custody_entry_is_final BEFORE UPDATE ON custody_entry
BEGIN SELECT RAISE(ABORT, 'custody_entry_is_final'); END

-- only sqlite
CREATE TRIGGER custody_entry_stays BEFORE DELETE ON custody_entry
BEGIN SELECT RAISE(ABORT, 'custody_entry_is_final'); END

-- only postgres
CREATE TRIGGER custody_entry_is_final BEFORE UPDATE OR DELETE ON custody_entry
FOR EACH ROW EXECUTE FUNCTION is_final()
