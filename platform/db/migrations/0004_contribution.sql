-- Membership, price, code, payment, months covered, notices: the main job.

-- A person in a segment. The columns from spell on are the summary of the member's months, kept in
-- the same commit; they can be folded again from contribution_month at any time.
CREATE TABLE membership (
    bucket bigint NOT NULL,
    id {uuid} NOT NULL,
    person {uuid} NOT NULL,
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

CREATE INDEX membership_person ON membership (bucket, person);

CREATE INDEX membership_village ON membership (village, paid_through);

-- Finds a membership by the number on the card, wherever it lives.
CREATE TABLE membership_number (
    number text NOT NULL PRIMARY KEY,
    bucket bigint NOT NULL,
    membership {uuid} NOT NULL
){strict};

-- A bill one can pay at any channel. Never used twice.
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
    opened_by {uuid} NOT NULL,
    because {json} NOT NULL
){strict};

CREATE INDEX payment_code_member ON payment_code (bucket, membership, opened_at);

-- A payment as the channel reported it. One reference of a channel is one payment.
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
    state text NOT NULL CONSTRAINT payment_state CHECK (state IN ('posted', 'held', 'applied', 'refunded', 'reversed')),
    held_because text,
    owner text,
    journal {uuid} NOT NULL,
    months bigint NOT NULL,
    credit_before bigint NOT NULL,
    credit_after bigint NOT NULL,
    answer {json} NOT NULL,
    CONSTRAINT payment_reference UNIQUE (channel, reference)
){strict};

CREATE INDEX payment_member ON payment (bucket, membership, received_at);

CREATE INDEX payment_code_paid ON payment (code);

CREATE INDEX payment_journal ON payment (journal);

CREATE INDEX payment_held ON payment (state, received_at);

-- A month of a member that is paid for: the sub-ledger of contributions, and what cover is folded from.
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
    protects_from {date} NOT NULL,
    protects_to {date} NOT NULL,
    journal {uuid} NOT NULL,
    withdrawn_by {uuid},
    withdrawn_on {date},
    CONSTRAINT contribution_month_key PRIMARY KEY (bucket, membership, month, payment)
){strict};

CREATE INDEX contribution_month_payment ON contribution_month (payment);

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
