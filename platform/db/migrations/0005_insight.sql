-- Coverage: facts appended in the commit that made them, merged into cells that cost the same at any size.

-- One change of what a member counts as, per dimension; the tail that is not merged yet.
-- kind 'step': `n` more (or fewer) people in `state` from `day` on.
-- kind 'tail': a run of paid months whose last ends the day before `day`; grace and lapse follow by law.
-- kind 'flow': `n` spells of `state` (new, reactivated) began on `day`.
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

-- The same, summed per area at every level; area '' is the nation. Steps are kept twice: by day, and
-- by month (kind 'month', on its first day), so that a day is read as whole months and the days of
-- one. The key is in the order in which a count walks.
CREATE TABLE coverage_cell (
    area text NOT NULL,
    measure text NOT NULL,
    person_group text NOT NULL,
    kind text NOT NULL CONSTRAINT coverage_cell_kind CHECK (kind IN ('month', 'step', 'tail', 'flow')),
    day {date} NOT NULL,
    state text NOT NULL,
    segment text NOT NULL,
    payer text NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT coverage_cell_key PRIMARY KEY (area, measure, person_group, kind, day, state, segment, payer)
){keyed};

-- A head count or potential from outside, versioned: what a share is of. area '' is the nation;
-- several areas that were counted as one are joined with '+'. basis says what was counted.
CREATE TABLE denominator (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    person_group text NOT NULL,
    segment text NOT NULL,
    counts text NOT NULL CONSTRAINT denominator_counts CHECK (counts IN ('active', 'registered')),
    basis text NOT NULL,
    value bigint NOT NULL CONSTRAINT denominator_value CHECK (value > 0),
    qualifier text NOT NULL,
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
    of_denominator text CONSTRAINT target_denominator REFERENCES denominator (id),
    from_on {date} NOT NULL,
    until_on {date} NOT NULL,
    owner text NOT NULL,
    source text NOT NULL,
    publisher text NOT NULL,
    status text NOT NULL,
    CONSTRAINT target_has_value CHECK ((value IS NULL) <> (percent_ppm IS NULL))
){strict};

-- A figure somebody published, as they said it, with what the checker makes of it. A share is kept
-- in parts per million (unit 'ppm').
CREATE TABLE outside_figure (
    id text NOT NULL PRIMARY KEY,
    area text NOT NULL,
    subject text NOT NULL,
    person_group text NOT NULL,
    segment text NOT NULL,
    value bigint NOT NULL,
    unit text NOT NULL CONSTRAINT outside_figure_unit CHECK (unit IN ('persons', 'ppm', 'rupiah')),
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
    flags text NOT NULL,
    reason_id text NOT NULL,
    reason_en text NOT NULL,
    readings {json} NOT NULL
){strict};

CREATE INDEX outside_figure_area ON outside_figure (area, id);
