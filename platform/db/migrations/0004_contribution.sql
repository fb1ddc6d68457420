-- Membership, price, code, payment, months covered, notices: the main job.

-- A person in a segment; counted_as is the record a merged person is counted under. The columns from spell on are the summary of the member's months, kept in
-- the same commit; they can be folded again from contribution_month at any time.
CREATE TABLE membership (
    bucket bigint NOT NULL,
    id {uuid} NOT NULL,
    person {uuid} NOT NULL,
    counted_as {uuid} NOT NULL,
    number text NOT NULL,
    segment text NOT NULL CONSTRAINT membership_segment CHECK (segment IN ('bpu', 'pu', 'jakon', 'pmi')),
    programmes text NOT NULL,
    income bigint NOT NULL,
    sector text NOT NULL CONSTRAINT membership_sector CHECK (sector IN ('transport', 'other')),
    payer text NOT NULL CONSTRAINT membership_payer CHECK (payer IN ('self', 'apbn', 'apbd', 'apbdes', 'csr', 'employer')),
    village text NOT NULL,
    joined_on {date} NOT NULL,
    spell bigint NOT NULL DEFAULT 0,
    spell_from {date},
    spell_first_month {date},
    paid_through {date},
    n_months bigint NOT NULL DEFAULT 0,
    credit bigint NOT NULL DEFAULT 0 CONSTRAINT membership_credit CHECK (credit >= 0),
    may_renew_until {date},
    suspended_on {date},
    ended_on {date},
    ended_because text CONSTRAINT membership_ended CHECK (ended_because IN ('death', 'age', 'other_segment', 'request')),
    list {uuid},
    recorded_at {instant} NOT NULL,
    changed_at {instant} NOT NULL,
    CONSTRAINT membership_key PRIMARY KEY (bucket, id)
){strict};

CREATE INDEX membership_counted_as ON membership (counted_as);

CREATE INDEX membership_village ON membership (village, paid_through);

-- Finds a membership by the number on the card, wherever it lives.
CREATE TABLE membership_number (
    number text NOT NULL PRIMARY KEY,
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL
){strict};

-- A bill one can pay at any channel. Never used twice. Why it costs what it costs is computed from
-- the law again whenever somebody asks.
CREATE TABLE payment_code (
    code text NOT NULL PRIMARY KEY,
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    first_month {date} NOT NULL,
    n_months bigint NOT NULL CONSTRAINT payment_code_months CHECK (n_months BETWEEN 1 AND 60),
    amount bigint NOT NULL CONSTRAINT payment_code_amount CHECK (amount > 0),
    opens_new_spell bigint NOT NULL DEFAULT 0,
    opened_at {instant} NOT NULL,
    expires_on {date} NOT NULL,
    state text NOT NULL CONSTRAINT payment_code_state CHECK (state IN ('open', 'paid', 'cancelled')),
    opened_by {uuid} NOT NULL
){strict};

CREATE INDEX payment_code_member ON payment_code (bucket, membership, opened_at);

-- only postgres
-- Room in each page: a bill that is paid stays where it is, and its indexes need not know.
ALTER TABLE payment_code SET (fillfactor = 85)

-- A payment as the channel reported it. Its id is made from channel and reference, so one reference
-- of a channel is one payment, wherever and however often it is reported.
CREATE TABLE payment (
    id {uuid} NOT NULL PRIMARY KEY,
    channel text NOT NULL,
    reference text NOT NULL,
    code text NOT NULL,
    bucket bigint,
    membership {uuid},
    amount bigint NOT NULL CONSTRAINT payment_amount CHECK (amount > 0),
    paid_at {instant} NOT NULL,
    paid_on {date} NOT NULL,
    received_at {instant} NOT NULL,
    state text NOT NULL CONSTRAINT payment_state CHECK (state IN ('posted', 'held', 'refunding', 'refunded', 'reversed')),
    outcome text NOT NULL,
    held_because text,
    owner text,
    journal {uuid} NOT NULL,
    answer {json} NOT NULL
){strict};

CREATE INDEX payment_member ON payment (bucket, membership, received_at);

CREATE INDEX payment_owned ON payment (received_at, id) WHERE owner IS NOT NULL;

-- A month of a member that is paid for: the sub-ledger of contributions, and what cover is folded
-- from. ahead = 1: received before its month, so it waits in the funds' accounts 2130 until the
-- month turns.
CREATE TABLE contribution_month (
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    month {date} NOT NULL,
    payment {uuid} NOT NULL,
    spell bigint NOT NULL,
    jkk bigint NOT NULL,
    jkm bigint NOT NULL,
    jht bigint NOT NULL,
    paid_on {date} NOT NULL,
    ahead bigint NOT NULL CONSTRAINT contribution_month_ahead CHECK (ahead IN (0, 1)),
    protects_from {date} NOT NULL,
    protects_to {date} NOT NULL,
    journal {uuid} NOT NULL,
    withdrawn_by {uuid},
    withdrawn_on {date},
    CONSTRAINT contribution_month_key PRIMARY KEY (bucket, membership, month, payment)
){keyed};

-- Credit of a member, entry by entry; sums to account COL-2120 and to membership.credit.
CREATE TABLE credit_entry (
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    id {uuid} NOT NULL,
    amount bigint NOT NULL,
    reason text NOT NULL,
    payment {uuid},
    journal {uuid} NOT NULL,
    recorded_at {instant} NOT NULL,
    CONSTRAINT credit_entry_key PRIMARY KEY (bucket, membership, id)
){strict};

-- Something to be told to someone. Sent by a job that may run twice.
CREATE TABLE notice (
    id {uuid} NOT NULL PRIMARY KEY,
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    kind text NOT NULL,
    occasion text NOT NULL,
    due_on {date} NOT NULL,
    text_id text NOT NULL,
    text_en text NOT NULL,
    state text NOT NULL CONSTRAINT notice_state CHECK (state IN ('due', 'sent', 'cancelled')),
    created_at {instant} NOT NULL,
    sent_at {instant},
    CONSTRAINT notice_occasion UNIQUE (membership, occasion)
){strict};

CREATE INDEX notice_due ON notice (state, due_on);

-- A death, an end for age or request, a suspension: what changes cover beside payments.
CREATE TABLE membership_event (
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL,
    id {uuid} NOT NULL,
    kind text NOT NULL CONSTRAINT membership_event_kind CHECK (kind IN ('suspended', 'resumed', 'ended', 'end_withdrawn', 'renewal_intake')),
    because text,
    effective_on {date} NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    note text NOT NULL,
    CONSTRAINT membership_event_key PRIMARY KEY (bucket, membership, id)
){strict};

-- Money on its way back. Who approves does not pay.
CREATE TABLE refund (
    id {uuid} NOT NULL PRIMARY KEY,
    payment {uuid} NOT NULL CONSTRAINT refund_payment UNIQUE,
    amount bigint NOT NULL CONSTRAINT refund_amount CHECK (amount > 0),
    reason text NOT NULL,
    state text NOT NULL CONSTRAINT refund_state CHECK (state IN ('approved', 'paid')),
    approved_at {instant} NOT NULL,
    approved_by {uuid} NOT NULL,
    paid_at {instant},
    paid_by {uuid},
    CONSTRAINT refund_two_people CHECK (paid_by IS NULL OR paid_by <> approved_by)
){strict};
