-- A branch at work: targets that are drafts until they are whole, badges of villages, agents and their offices.

-- A target may be a draft, of a payer or an agent, replaced or withdrawn: the table is made anew.
ALTER TABLE target RENAME TO target_before

-- Of whom, where, until when, by which document. said is the place in the words of who set it; counts
-- says what is counted against it. What has no value or no dates is a draft.
CREATE TABLE target (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    said text NOT NULL DEFAULT '',
    person_group text NOT NULL,
    segment text NOT NULL,
    payer text NOT NULL DEFAULT '',
    agent {uuid},
    counts text NOT NULL DEFAULT 'active' CONSTRAINT target_counts CHECK (counts IN ('active', 'registered', 'new')),
    value bigint CONSTRAINT target_value CHECK (value > 0),
    percent_ppm bigint CONSTRAINT target_percent CHECK (percent_ppm BETWEEN 1 AND 1000000),
    qualifier text NOT NULL DEFAULT '=',
    of_denominator text CONSTRAINT target_denominator REFERENCES denominator (id),
    from_on {date},
    until_on {date},
    owner text NOT NULL,
    document text NOT NULL DEFAULT '',
    source text NOT NULL,
    publisher text NOT NULL,
    status text NOT NULL,
    state text NOT NULL DEFAULT 'set' CONSTRAINT target_state CHECK (state IN ('draft', 'set', 'replaced', 'withdrawn')),
    replaces text,
    reason text NOT NULL DEFAULT '',
    recorded_at {instant},
    recorded_by {uuid},
    CONSTRAINT target_one_value CHECK (value IS NULL OR percent_ppm IS NULL),
    CONSTRAINT target_is_whole CHECK (state <> 'set' OR ((value IS NOT NULL OR percent_ppm IS NOT NULL) AND from_on IS NOT NULL AND until_on IS NOT NULL))
){strict};

INSERT INTO target (id, area, person_group, segment, value, percent_ppm, of_denominator, from_on, until_on, owner, source, publisher, status)
SELECT id, area, person_group, segment, value, percent_ppm, of_denominator, from_on, until_on, owner, source, publisher, status
FROM target_before

DROP TABLE target_before

CREATE INDEX target_area ON target (area, person_group, segment, until_on);

CREATE INDEX target_agent ON target (agent, until_on);

-- What somebody said came of a target: heads, or a share of the target or of its base.
CREATE TABLE target_result (
    id {uuid} NOT NULL PRIMARY KEY,
    target text NOT NULL CONSTRAINT target_result_target REFERENCES target (id),
    value bigint,
    percent_ppm bigint,
    percent_of text NOT NULL CONSTRAINT target_result_of CHECK (percent_of IN ('', 'target', 'base')),
    qualifier text NOT NULL,
    as_of {date} NOT NULL,
    source text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT target_result_one_value CHECK ((value IS NULL) <> (percent_ppm IS NULL))
){strict};

CREATE INDEX target_result_of_target ON target_result (target, as_of);

-- What an office asks of a village for the badge, where nobody has confirmed a threshold.
CREATE TABLE badge_threshold (
    id {uuid} NOT NULL PRIMARY KEY,
    area text NOT NULL,
    criterion text NOT NULL CONSTRAINT badge_threshold_criterion CHECK (criterion IN ('officials_share', 'rt_rw_share', 'workers_share', 'valid_months')),
    value bigint NOT NULL CONSTRAINT badge_threshold_value CHECK (value > 0),
    from_on {date} NOT NULL,
    document text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

CREATE INDEX badge_threshold_area ON badge_threshold (area, criterion, from_on);

-- A badge given to a village, with what was counted on that day.
CREATE TABLE village_badge (
    id {uuid} NOT NULL PRIMARY KEY,
    village text NOT NULL,
    awarded_on {date} NOT NULL,
    expires_on {date},
    document text NOT NULL,
    evidence {json} NOT NULL,
    withdrawn_on {date},
    reason text NOT NULL DEFAULT '',
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

CREATE INDEX village_badge_village ON village_badge (village, awarded_on);

-- An agent office (*kantor Perisai*) with how many people it says it has.
CREATE TABLE agent_office (
    id {uuid} NOT NULL PRIMARY KEY,
    code text NOT NULL CONSTRAINT agent_office_code UNIQUE,
    name text NOT NULL,
    kind text NOT NULL CONSTRAINT agent_office_kind CHECK (kind IN ('bumdes', 'cooperative', 'association', 'company', 'other')),
    area text NOT NULL,
    n_people bigint NOT NULL CONSTRAINT agent_office_people CHECK (n_people >= 0),
    document text NOT NULL,
    from_on {date} NOT NULL,
    ended_on {date},
    end_reason text NOT NULL DEFAULT '',
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

CREATE INDEX agent_office_area ON agent_office (area, code);

-- An agent's contract. until_on is what was agreed; ended_on is when it ended, and why.
CREATE TABLE agent_contract (
    id {uuid} NOT NULL PRIMARY KEY,
    agent {uuid} NOT NULL CONSTRAINT agent_contract_agent REFERENCES app_user (id),
    office {uuid} CONSTRAINT agent_contract_office REFERENCES agent_office (id),
    area text NOT NULL,
    number text NOT NULL,
    from_on {date} NOT NULL,
    until_on {date},
    ended_on {date},
    end_reason text CONSTRAINT agent_contract_reason CHECK (end_reason IN ('term', 'own_wish', 'idle', 'fraud', 'gratification', 'death', 'other')),
    end_note text NOT NULL DEFAULT '',
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT agent_contract_end CHECK ((ended_on IS NULL) = (end_reason IS NULL))
){strict};

CREATE INDEX agent_contract_agent_from ON agent_contract (agent, from_on);

CREATE INDEX agent_contract_area ON agent_contract (area, agent);

-- Terms an office agreed with its agents, for months of which the law says nothing: of one agent
-- office, or of every agent in an area. Rates in parts per million.
CREATE TABLE agent_terms (
    id {uuid} NOT NULL PRIMARY KEY,
    office {uuid},
    area text NOT NULL,
    from_on {date} NOT NULL,
    until_on {date},
    fee_ppm bigint NOT NULL CONSTRAINT agent_terms_fee CHECK (fee_ppm BETWEEN 0 AND 1000000),
    bonus bigint NOT NULL CONSTRAINT agent_terms_bonus CHECK (bonus >= 0),
    bonus_members_min bigint NOT NULL CONSTRAINT agent_terms_members CHECK (bonus_members_min >= 0),
    agent_share_ppm bigint NOT NULL CONSTRAINT agent_terms_share CHECK (agent_share_ppm BETWEEN 0 AND 1000000),
    idle_months bigint CONSTRAINT agent_terms_idle CHECK (idle_months > 0),
    rejoin_months bigint CONSTRAINT agent_terms_rejoin CHECK (rejoin_months > 0),
    document text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

CREATE INDEX agent_terms_area ON agent_terms (area, from_on);

-- The members of an ended agent went to another one, by a decision.
CREATE TABLE portfolio_handover (
    id {uuid} NOT NULL PRIMARY KEY,
    from_agent {uuid} NOT NULL,
    to_agent {uuid} NOT NULL,
    moved_on {date} NOT NULL,
    reason text NOT NULL,
    n_members bigint NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

CREATE INDEX portfolio_handover_from ON portfolio_handover (from_agent, moved_on);

CREATE INDEX portfolio_handover_to ON portfolio_handover (to_agent, moved_on);

-- A member who went to another agent. Who enrolled them stands in field_enrolment and stays; who has
-- them is the row without an end, and without any row whoever enrolled them.
CREATE TABLE portfolio_move (
    membership {uuid} NOT NULL,
    handover {uuid} NOT NULL,
    bucket bigint NOT NULL,
    agent {uuid} NOT NULL,
    from_on {date} NOT NULL,
    until_on {date},
    CONSTRAINT portfolio_move_key PRIMARY KEY (membership, handover)
){strict};

CREATE INDEX portfolio_move_agent ON portfolio_move (agent, until_on);
