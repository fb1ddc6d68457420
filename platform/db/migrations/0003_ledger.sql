-- The books: one ledger a fund, journals that balance in each, postings that never change.

CREATE TABLE account (
    code text NOT NULL PRIMARY KEY,
    fund text NOT NULL CONSTRAINT account_fund CHECK (fund IN ('COL', 'JKK', 'JKM', 'JHT', 'OPS')),
    name_id text NOT NULL,
    name_en text NOT NULL,
    kind text NOT NULL CONSTRAINT account_kind CHECK (kind IN ('asset', 'liability', 'net assets', 'income', 'expense')),
    normal text NOT NULL CONSTRAINT account_normal CHECK (normal IN ('debit', 'credit')),
    not_negative bigint NOT NULL,
    subledger text NOT NULL
){strict};

-- Why money moved. The business key posts at most once; a correction names what it takes back, whole
-- or in part (one payment out of a batch), and all that is taken back is at most what there was.
CREATE TABLE journal (
    id {uuid} NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    business_key text NOT NULL CONSTRAINT journal_business_key UNIQUE,
    effective_on {date} NOT NULL,
    recorded_at {instant} NOT NULL,
    actor {uuid} NOT NULL,
    reverses {uuid} CONSTRAINT journal_reverses REFERENCES journal (id),
    note text NOT NULL
){strict};

CREATE INDEX journal_effective ON journal (effective_on, id);

CREATE INDEX journal_reversed ON journal (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE posting (
    journal {uuid} NOT NULL REFERENCES journal (id),
    line bigint NOT NULL,
    account text NOT NULL REFERENCES account (code),
    debit bigint NOT NULL CONSTRAINT posting_debit CHECK (debit >= 0),
    credit bigint NOT NULL CONSTRAINT posting_credit CHECK (credit >= 0),
    CONSTRAINT posting_key PRIMARY KEY (journal, line),
    CONSTRAINT posting_one_side CHECK ((debit = 0) <> (credit = 0))
){strict};

CREATE INDEX posting_account ON posting (account, journal);

-- Each account's day, in slots, so that writers do not wait for each other; sums to the postings.
CREATE TABLE account_day (
    account text NOT NULL REFERENCES account (code),
    effective_on {date} NOT NULL,
    slot bigint NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    CONSTRAINT account_day_key PRIMARY KEY (account, effective_on, slot)
){strict};

-- A month that is closed takes no new effective dates, nor does any before it. The sums are what was
-- posted in it, so that a line slipped in later shows without trusting any clock.
CREATE TABLE closed_month (
    month {date} NOT NULL PRIMARY KEY,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    closed_at {instant} NOT NULL,
    closed_by {uuid} NOT NULL
){strict};

-- A member's old-age savings, entry by entry; sums to account JHT-2210.
CREATE TABLE savings_entry (
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    id {uuid} NOT NULL,
    kind text NOT NULL CONSTRAINT savings_entry_kind CHECK (kind IN ('contribution', 'reversal', 'return', 'withdrawal')),
    amount bigint NOT NULL,
    effective_on {date} NOT NULL,
    journal {uuid} NOT NULL,
    recorded_at {instant} NOT NULL,
    CONSTRAINT savings_entry_key PRIMARY KEY (bucket, membership, id)
){strict};

CREATE INDEX savings_entry_return ON savings_entry (journal) WHERE kind = 'return';

-- A return declared for a year and shared out once.
CREATE TABLE savings_return (
    year bigint NOT NULL PRIMARY KEY,
    rate_ppm bigint NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    journal {uuid} NOT NULL,
    credited bigint NOT NULL,
    undistributed bigint NOT NULL,
    recorded_at {instant} NOT NULL
){strict};

-- only sqlite
CREATE TRIGGER posting_is_final BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'posting_is_final'); END

-- only sqlite
CREATE TRIGGER posting_stays BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'posting_is_final'); END

-- only sqlite
CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_is_final'); END

-- only sqlite
CREATE TRIGGER journal_stays BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_is_final'); END

-- only postgres
CREATE TRIGGER posting_is_final BEFORE UPDATE OR DELETE ON posting
FOR EACH ROW EXECUTE FUNCTION is_final()

-- only postgres
CREATE TRIGGER journal_is_final BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION is_final()
