-- Coverage: facts appended in the commit that made them, merged into cells that cost the same at any size.

-- One change of what a member counts as, per dimension; the tail that is not merged yet.
-- kind 'step': `n` more (or fewer) people in `state` from `day` on.
-- kind 'tail': a run of paid months whose last ends the day before `day`; grace and lapse follow by law.
CREATE TABLE coverage_change (
    id {uuid} NOT NULL PRIMARY KEY,
    village text NOT NULL,
    measure text NOT NULL CONSTRAINT coverage_change_measure CHECK (measure IN ('persons', 'memberships')),
    segment text NOT NULL,
    payer text NOT NULL,
    person_group text NOT NULL,
    kind text NOT NULL CONSTRAINT coverage_change_kind CHECK (kind IN ('step', 'tail', 'flow')),
    state text NOT NULL,
    day {date} NOT NULL,
    n bigint NOT NULL
){strict};

-- The same, summed per area at every level.
CREATE TABLE coverage_cell (
    area text NOT NULL,
    measure text NOT NULL,
    segment text NOT NULL,
    payer text NOT NULL,
    person_group text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    day {date} NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT coverage_cell_key PRIMARY KEY (area, measure, person_group, segment, payer, kind, state, day)
){strict};

-- A head count or potential from outside, versioned: what a share is of.
CREATE TABLE denominator (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    person_group text NOT NULL,
    segment text NOT NULL,
    counts text NOT NULL,
    value bigint NOT NULL,
    qualifier text NOT NULL CONSTRAINT denominator_qualifier CHECK (qualifier IN ('=', '>=', '~', '<', '>')),
    definition_id text NOT NULL,
    definition_en text NOT NULL,
    source text NOT NULL,
    publisher text NOT NULL,
    event_on {date},
    stated_on {date},
    valid_from {date} NOT NULL,
    status text NOT NULL
){strict};

CREATE INDEX denominator_area ON denominator (area, person_group, segment, valid_from);

-- A target: of whom, where, until when, by which document.
CREATE TABLE target (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    person_group text NOT NULL,
    segment text NOT NULL,
    value bigint,
    percent_ppm bigint,
    of_denominator text REFERENCES denominator (id),
    from_on {date} NOT NULL,
    until_on {date} NOT NULL,
    source text NOT NULL,
    status text NOT NULL
){strict};

-- A figure somebody published, as they said it.
CREATE TABLE outside_figure (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    subject text NOT NULL,
    person_group text NOT NULL,
    segment text NOT NULL,
    value bigint,
    unit text NOT NULL,
    qualifier text NOT NULL,
    base text,
    status_word text,
    sentence text NOT NULL,
    source text NOT NULL,
    publisher text NOT NULL,
    event_on {date},
    stated_on {date},
    as_of {date},
    verdict text NOT NULL,
    note text NOT NULL
){strict};
