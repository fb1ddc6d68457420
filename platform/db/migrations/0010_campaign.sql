-- Campaigns into the village: campaign, season, planned event, who came, what was left to do.

-- A campaign and its goal. area '' is the nation.
CREATE TABLE campaign (
    id {uuid} NOT NULL PRIMARY KEY,
    code text NOT NULL CONSTRAINT campaign_code UNIQUE,
    name text NOT NULL,
    goal text NOT NULL,
    owner text NOT NULL CONSTRAINT campaign_owner CHECK (owner IN ('national', 'branch')),
    area text NOT NULL,
    launched_on {date},
    source text NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL
){strict};

-- What a campaign has been called. A name nobody has looked at is 'suggested'.
CREATE TABLE campaign_name (
    word text NOT NULL PRIMARY KEY,
    campaign {uuid} NOT NULL REFERENCES campaign (id),
    written text NOT NULL,
    flag text NOT NULL,
    state text NOT NULL CONSTRAINT campaign_name_state CHECK (state IN ('listed', 'suggested', 'refused')),
    recorded_at {instant} NOT NULL,
    decided_at {instant},
    decided_by {uuid}
){strict};

CREATE INDEX campaign_name_campaign ON campaign_name (campaign, word);

-- A campaign in a branch, from a day to a day, with what it is to reach.
CREATE TABLE season (
    id {uuid} NOT NULL PRIMARY KEY,
    campaign {uuid} NOT NULL REFERENCES campaign (id),
    name text NOT NULL,
    search_name text NOT NULL,
    area text NOT NULL,
    from_on {date} NOT NULL,
    to_on {date} NOT NULL,
    goal text NOT NULL,
    goal_members bigint CONSTRAINT season_goal CHECK (goal_members > 0),
    source text NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL,
    CONSTRAINT season_days CHECK (to_on >= from_on)
){strict};

CREATE INDEX season_area_from ON season (area, from_on, id);

CREATE INDEX season_campaign ON season (campaign, from_on, id);

-- Areas whose coverage the season is measured by, before and after.
CREATE TABLE season_area (
    season {uuid} NOT NULL REFERENCES season (id),
    area text NOT NULL,
    CONSTRAINT season_area_key PRIMARY KEY (season, area)
){strict};

-- An event as planned. Its day is on_date, or a range with a weekday while nobody knows better; sort_on
-- is the one it is listed by. Minutes count from midnight. after_30 and after_90 are the months thirty
-- and ninety days later, by which staying is counted. The id is the one phones open.
CREATE TABLE event_plan (
    id {uuid} NOT NULL PRIMARY KEY,
    season {uuid} NOT NULL REFERENCES season (id),
    campaign {uuid} NOT NULL,
    name text NOT NULL,
    search_name text NOT NULL,
    area text NOT NULL,
    rt text,
    rw text,
    on_date {date},
    range_from {date},
    range_to {date},
    weekday bigint CONSTRAINT event_plan_weekday CHECK (weekday BETWEEN 1 AND 7),
    date_said text NOT NULL,
    date_inferred bigint NOT NULL CONSTRAINT event_plan_inferred CHECK (date_inferred IN (0, 1)),
    sort_on {date} NOT NULL,
    starts_min bigint CONSTRAINT event_plan_starts CHECK (starts_min BETWEEN 0 AND 1439),
    ends_min bigint,
    venue text NOT NULL,
    channel text NOT NULL CONSTRAINT event_plan_channel CHECK (channel IN ('HALL_EVENT', 'OUTREACH_VISIT')),
    launch text NOT NULL CONSTRAINT event_plan_launch CHECK (launch IN ('', 'national', 'branch')),
    material text NOT NULL,
    cost_planned bigint CONSTRAINT event_plan_cost CHECK (cost_planned >= 0),
    team text,
    owner {uuid},
    agreement {uuid},
    attestation text NOT NULL,
    source text NOT NULL,
    flags text NOT NULL,
    n_invitations bigint NOT NULL DEFAULT 0,
    state text NOT NULL CONSTRAINT event_plan_state CHECK (state IN ('planned', 'closed', 'cancelled')),
    version bigint NOT NULL,
    after_30 {date},
    after_90 {date},
    planned_at {instant} NOT NULL,
    planned_by {uuid} NOT NULL,
    changed_at {instant} NOT NULL,
    CONSTRAINT event_plan_hours CHECK (ends_min IS NULL OR ends_min > starts_min),
    CONSTRAINT event_plan_has_day CHECK (on_date IS NOT NULL OR (range_from IS NOT NULL AND range_to >= range_from))
){strict};

CREATE INDEX event_plan_season ON event_plan (season, sort_on, id);

CREATE INDEX event_plan_area ON event_plan (area, sort_on, id);

CREATE INDEX event_plan_day ON event_plan (on_date, team);

CREATE INDEX event_plan_campaign ON event_plan (campaign, area);

-- What happens at it: talk, exercise, hand-over.
CREATE TABLE event_activity (
    event {uuid} NOT NULL REFERENCES event_plan (id),
    activity text NOT NULL,
    CONSTRAINT event_activity_key PRIMARY KEY (event, activity)
){strict};

-- Whom it is for: a group or an occupation.
CREATE TABLE event_target (
    event {uuid} NOT NULL REFERENCES event_plan (id),
    kind text NOT NULL CONSTRAINT event_target_kind CHECK (kind IN ('group', 'occupation')),
    code text NOT NULL,
    CONSTRAINT event_target_key PRIMARY KEY (event, kind, code)
){strict};

-- Partners by role. present is empty until the event is closed, and stays so where nobody wrote it down.
CREATE TABLE event_partner (
    event {uuid} NOT NULL REFERENCES event_plan (id),
    role text NOT NULL,
    invited bigint NOT NULL CONSTRAINT event_partner_invited CHECK (invited IN (0, 1)),
    present bigint CONSTRAINT event_partner_present CHECK (present IN (0, 1)),
    note text NOT NULL,
    CONSTRAINT event_partner_key PRIMARY KEY (event, role)
){strict};

-- Which openings of phones belong to a planned event; the planned one itself is among them.
CREATE TABLE event_session (
    event {uuid} NOT NULL PRIMARY KEY,
    plan {uuid} NOT NULL,
    attached_how text NOT NULL CONSTRAINT event_session_how CHECK (attached_how IN ('same_id', 'place_and_day', 'office')),
    attached_at {instant} NOT NULL
){strict};

CREATE INDEX event_session_plan ON event_session (plan, event);

-- How a planned event ended, version by version: a count is a number, or its name stands in
-- not_recorded. Reopening is a version too; none is ever changed.
CREATE TABLE event_report (
    event {uuid} NOT NULL REFERENCES event_plan (id),
    n bigint NOT NULL,
    id {uuid} NOT NULL CONSTRAINT event_report_id UNIQUE,
    state text NOT NULL CONSTRAINT event_report_state CHECK (state IN ('closed', 'reopened')),
    people bigint,
    leads bigint,
    enrolled bigint,
    cost bigint,
    partners_present bigint,
    not_recorded text NOT NULL,
    explanation text NOT NULL,
    reason text NOT NULL,
    written_at {instant} NOT NULL,
    written_by {uuid} NOT NULL,
    CONSTRAINT event_report_key PRIMARY KEY (event, n)
){strict};

-- People counted at the door without being scanned, as each phone says; the last of a phone holds, and
-- phones are added. The office's own paper has the nil device.
CREATE TABLE event_tally (
    event {uuid} NOT NULL,
    device {uuid} NOT NULL,
    command {uuid} NOT NULL,
    n bigint NOT NULL CONSTRAINT event_tally_n CHECK (n >= 0),
    made_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT event_tally_key PRIMARY KEY (event, device, command)
){strict};

-- Somebody was scanned: a member by the card, or whoever held an invitation. Once an event.
CREATE TABLE event_checkin (
    event {uuid} NOT NULL,
    subject {uuid} NOT NULL,
    person {uuid},
    invitation bigint,
    device {uuid} NOT NULL,
    made_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT event_checkin_key PRIMARY KEY (event, subject)
){strict};

CREATE INDEX event_checkin_person ON event_checkin (person);

-- Answers to the two questions, before and after; the last of a phone holds, and phones are added.
CREATE TABLE event_poll (
    event {uuid} NOT NULL,
    device {uuid} NOT NULL,
    command {uuid} NOT NULL,
    phase text NOT NULL CONSTRAINT event_poll_phase CHECK (phase IN ('before', 'after')),
    question text NOT NULL,
    yes bigint NOT NULL CONSTRAINT event_poll_yes CHECK (yes >= 0),
    no bigint NOT NULL CONSTRAINT event_poll_no CHECK (no >= 0),
    made_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    CONSTRAINT event_poll_key PRIMARY KEY (event, device, phase, question, command)
){strict};

-- Name and telephone of somebody who is no member (yet), or of a contact in a village; sealed.
CREATE TABLE outreach_contact (
    id {uuid} NOT NULL PRIMARY KEY,
    content_sealed {bytes} NOT NULL
){strict};

-- Somebody who may enrol. The person is known once they have. The first lead of a person counts.
CREATE TABLE lead (
    id {uuid} NOT NULL PRIMARY KEY,
    event {uuid},
    village text NOT NULL,
    occupation text,
    agent {uuid} NOT NULL,
    device {uuid} NOT NULL,
    note text NOT NULL,
    made_at {instant} NOT NULL,
    state text NOT NULL CONSTRAINT lead_state CHECK (state IN ('open', 'enrolled', 'dropped')),
    person {uuid},
    bucket bigint,
    membership {uuid},
    linked_at {instant},
    recorded_at {instant} NOT NULL
){strict};

CREATE INDEX lead_event ON lead (event, made_at, id);

CREATE INDEX lead_village ON lead (village, made_at, id);

CREATE INDEX lead_person ON lead (person) WHERE person IS NOT NULL;

-- Who speaks for the campaign in a village; the name is a contact.
CREATE TABLE village_champion (
    id {uuid} NOT NULL PRIMARY KEY,
    village text NOT NULL,
    role text NOT NULL,
    has_name bigint NOT NULL CONSTRAINT village_champion_named CHECK (has_name IN (0, 1)),
    source text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    ended_at {instant}
){strict};

CREATE INDEX village_champion_village ON village_champion (village);

-- Something to be done by somebody until a day.
CREATE TABLE follow_up (
    id {uuid} NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    area text NOT NULL,
    event {uuid},
    lead {uuid},
    owner {uuid} NOT NULL,
    title text NOT NULL,
    due_on {date} NOT NULL,
    state text NOT NULL CONSTRAINT follow_up_state CHECK (state IN ('open', 'done', 'cancelled')),
    note text NOT NULL,
    done_at {instant},
    done_by {uuid},
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL
){strict};

CREATE INDEX follow_up_area ON follow_up (area, state, due_on, id);

CREATE INDEX follow_up_owner ON follow_up (owner, state, due_on, id);

CREATE INDEX follow_up_event ON follow_up (event);

-- How far a village is with a group or an occupation. n is how many are enrolled; where nobody wrote
-- it down n_not_recorded says so.
CREATE TABLE village_pipeline (
    village text NOT NULL,
    kind text NOT NULL CONSTRAINT village_pipeline_kind CHECK (kind IN ('group', 'occupation')),
    code text NOT NULL,
    status text NOT NULL CONSTRAINT village_pipeline_status CHECK (status IN ('OPEN', 'PLANNED', 'ENROLLED', 'DROPPED')),
    due_on {date},
    n bigint CONSTRAINT village_pipeline_n CHECK (n >= 0),
    n_not_recorded bigint NOT NULL CONSTRAINT village_pipeline_said CHECK (n_not_recorded IN (0, 1)),
    owner {uuid},
    note text NOT NULL,
    source text NOT NULL,
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL,
    CONSTRAINT village_pipeline_key PRIMARY KEY (village, kind, code),
    CONSTRAINT village_pipeline_counted CHECK (status <> 'ENROLLED' OR n IS NOT NULL OR n_not_recorded = 1)
){strict};

-- Cooperation agreements, at any level from the province to the village.
CREATE TABLE agreement (
    id {uuid} NOT NULL PRIMARY KEY,
    area text NOT NULL,
    level bigint NOT NULL CONSTRAINT agreement_level CHECK (level BETWEEN 1 AND 4),
    title text NOT NULL,
    partner text NOT NULL,
    number text NOT NULL,
    signed_on {date},
    from_on {date} NOT NULL,
    to_on {date},
    source text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL,
    ended_at {instant}
){strict};

CREATE INDEX agreement_area ON agreement (area, from_on);

-- How long a team travels to a village, as somebody who went there says.
CREATE TABLE village_access (
    village text NOT NULL PRIMARY KEY,
    minutes bigint NOT NULL CONSTRAINT village_access_minutes CHECK (minutes BETWEEN 0 AND 10080),
    source text NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL
){strict};

-- Which phone closed an event: two phones are added, one phone corrects itself.
ALTER TABLE event_close ADD COLUMN device {uuid};

CREATE INDEX event_close_event ON event_close (event, closed_at);

-- Who became a member through a planned event, as a phone enrolled them there: the first day they paid,
-- and whether the months thirty and ninety days after the event are paid. Beside it stands event_won:
-- one view of both would be read whole, whichever events are asked for.
CREATE VIEW event_enrolled AS
SELECT e.id AS plan, e.on_date, f.agent, f.person, f.bucket, (
        SELECT MIN(c.paid_on) FROM contribution_month AS c
        WHERE c.bucket = f.bucket AND c.membership = f.membership AND c.withdrawn_by IS NULL
    ) AS first_paid_on,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM contribution_month AS c
        WHERE c.bucket = f.bucket AND c.membership = f.membership AND c.month = e.after_30 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS bigint) AS paid_30,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM contribution_month AS c
        WHERE c.bucket = f.bucket AND c.membership = f.membership AND c.month = e.after_90 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS bigint) AS paid_90
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN field_enrolment AS f ON f.event = s.event
WHERE f.standing = 'enrolled' AND f.membership IS NOT NULL

-- The same of those who enrolled later, where they first were a lead.
CREATE VIEW event_won AS
SELECT e.id AS plan, e.on_date, l.agent, l.person, l.bucket, (
        SELECT MIN(c.paid_on) FROM contribution_month AS c
        WHERE c.bucket = l.bucket AND c.membership = l.membership AND c.withdrawn_by IS NULL
    ) AS first_paid_on,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM contribution_month AS c
        WHERE c.bucket = l.bucket AND c.membership = l.membership AND c.month = e.after_30 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS bigint) AS paid_30,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM contribution_month AS c
        WHERE c.bucket = l.bucket AND c.membership = l.membership AND c.month = e.after_90 AND c.withdrawn_by IS NULL
    ) THEN 1 ELSE 0 END AS bigint) AS paid_90
FROM event_plan AS e
JOIN event_session AS s ON s.plan = e.id
JOIN lead AS l ON l.event = s.event
WHERE l.person IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM field_enrolment AS f
        WHERE f.person = l.person AND f.standing = 'enrolled' AND f.event IS NOT NULL
    )
    AND NOT EXISTS (
        SELECT 1 FROM lead AS x
        WHERE x.person = l.person AND x.event IS NOT NULL
            AND (x.made_at < l.made_at OR (x.made_at = l.made_at AND x.id < l.id))
    )

-- only sqlite
CREATE TRIGGER event_report_is_final BEFORE UPDATE ON event_report
BEGIN SELECT RAISE(ABORT, 'event_report_is_final'); END

-- only sqlite
CREATE TRIGGER event_report_stays BEFORE DELETE ON event_report
BEGIN SELECT RAISE(ABORT, 'event_report_is_final'); END

-- only postgres
CREATE TRIGGER event_report_is_final BEFORE UPDATE OR DELETE ON event_report
FOR EACH ROW EXECUTE FUNCTION is_final()
