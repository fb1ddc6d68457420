-- Where next: plans of visits, version by version.

-- A plan of visits to villages: the newest version is n, with its value in paid months.
CREATE TABLE visit_plan (
    id {uuid} NOT NULL PRIMARY KEY,
    area text NOT NULL,
    name text NOT NULL,
    from_on {date} NOT NULL,
    to_on {date} NOT NULL,
    n bigint NOT NULL,
    value bigint NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL,
    CONSTRAINT visit_plan_days CHECK (to_on >= from_on)
){strict};

CREATE INDEX visit_plan_area ON visit_plan (area, created_at, id);

-- A version: what was asked, what was answered with every reason, and what was done to the version
-- before. None is ever changed. No person is named in it.
CREATE TABLE visit_plan_version (
    plan {uuid} NOT NULL REFERENCES visit_plan (id),
    n bigint NOT NULL,
    command {uuid} NOT NULL CONSTRAINT visit_plan_version_command UNIQUE,
    kind text NOT NULL CONSTRAINT visit_plan_version_kind CHECK (kind IN ('made', 'pinned', 'unpinned', 'dropped', 'moved', 'replanned')),
    asked {json} NOT NULL,
    answer {json} NOT NULL,
    value bigint NOT NULL,
    made_at {instant} NOT NULL,
    made_by {uuid} NOT NULL,
    CONSTRAINT visit_plan_version_key PRIMARY KEY (plan, n)
){strict};
