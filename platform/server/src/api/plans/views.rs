//! What is shown of a plan: no person is named in any of it.

use planning::{
    Said,
    estimate::{assumption::Assumption, worth::Range},
    keep::{Change, Kept, Plan},
    season::{
        answer::{
            Answer, Compared, FloorPrice, LeftOut, Outing, Price, Reason, Totals, Unreachable,
            Visit,
        },
        order::Order,
    },
};
use serde::Serialize;
use terms::{AreaCode, Date, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

/// A sentence in both languages.
#[derive(Serialize, ToSchema)]
struct SaidView {
    id: String,
    en: String,
}

impl From<Said> for SaidView {
    fn from(it: Said) -> Self {
        Self { id: it.id, en: it.en }
    }
}

/// An estimate with its range: so it is four times in five.
#[derive(Serialize, ToSchema)]
struct RangeView {
    low: i64,
    mean: i64,
    high: i64,
}

impl From<Range> for RangeView {
    fn from(it: Range) -> Self {
        Self { low: it.low, mean: it.mean, high: it.high }
    }
}

/// A plan without its content.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanSummaryView {
    pub(super) id: Uuid,
    area: String,
    name: String,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// The newest version.
    version: i64,
    /// What plans are chosen by: paid months, with weights and the bonus for what is not known.
    value: i64,
    #[schema(value_type = String, format = DateTime)]
    pub(super) created_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    created_by: UserId,
}

impl From<Kept> for PlanSummaryView {
    fn from(it: Kept) -> Self {
        Self {
            id: it.id,
            area: it.area.to_string(),
            name: it.name,
            from: it.from_on,
            to: it.to_on,
            version: it.n,
            value: it.value,
            created_at: it.created_at,
            created_by: it.created_by,
        }
    }
}

/// A plan, or how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanView {
    id: Uuid,
    /// `computing` or `done`.
    state: &'static str,
    /// How much of it is computed.
    percent: u8,
    /// The plan, once it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Box<PlanContentView>>,
}

impl PlanView {
    pub(super) fn computing(id: Uuid, percent: u8) -> Self {
        Self { id, state: "computing", percent, plan: None }
    }
}

impl From<Plan> for PlanView {
    fn from(it: Plan) -> Self {
        let id = it.kept.id;
        Self { id, state: "done", percent: 100, plan: Some(Box::new(it.into())) }
    }
}

/// The content of a plan.
#[derive(Serialize, ToSchema)]
struct PlanContentView {
    #[serde(flatten)]
    summary: PlanSummaryView,
    /// The day the facts are of.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// The teams, as asked.
    teams: Vec<PlanTeamView>,
    /// What was promised.
    pins: Vec<PinView>,
    /// What nobody visits.
    bans: Vec<PlanBanView>,
    n_villages: i64,
    n_team_days: i64,
    /// Earlier visits with counts that were learned from.
    n_learned: i64,
    /// Earlier visits without counts.
    n_not_recorded: i64,
    totals: TotalsView,
    /// In the order of day, team and hour.
    visits: Vec<VisitView>,
    /// Days of teams.
    outings: Vec<OutingView>,
    /// The best that were left out, with what would have to give.
    left_out: Vec<LeftOutView>,
    /// Where nobody can be sent, with the way out.
    unreachable: Vec<UnreachableView>,
    /// Against simpler ways to plan.
    compared: Vec<ComparedView>,
    /// What floors cost.
    floors: Vec<FloorPriceView>,
    /// What the last change did; null for a plan that was only made.
    price: Option<PlanPriceView>,
    /// What it rests on: every default with its origin.
    assumptions: Vec<AssumptionView>,
    /// What to know before signing.
    warnings: Vec<SaidView>,
    /// What was done to it, the last first.
    changes: Vec<PlanChangeView>,
}

impl From<Plan> for PlanContentView {
    fn from(it: Plan) -> Self {
        let Plan { kept, order, answer, changes } = it;
        let Order { teams, pins, bans, .. } = order;
        let Answer { as_of, n_villages, n_team_days, n_learned, n_not_recorded, .. } = answer;
        Self {
            summary: kept.into(),
            as_of,
            teams: teams
                .into_iter()
                .map(|it| PlanTeamView {
                    name: it.name,
                    start: it.start.as_ref().map(ToString::to_string),
                    from: it.from.to_string(),
                    till: it.till.to_string(),
                    staff: it.staff,
                    skills: it.skills,
                })
                .collect(),
            pins: pins
                .into_iter()
                .map(|it| PinView { village: it.village.to_string(), on: it.on, team: it.team })
                .collect(),
            bans: bans
                .into_iter()
                .map(|it| PlanBanView { village: it.village.to_string(), on: it.on })
                .collect(),
            n_villages,
            n_team_days,
            n_learned,
            n_not_recorded,
            totals: answer.totals.into(),
            visits: answer.visits.into_iter().map(Into::into).collect(),
            outings: answer.outings.into_iter().map(Into::into).collect(),
            left_out: answer.left_out.into_iter().map(Into::into).collect(),
            unreachable: answer.unreachable.into_iter().map(Into::into).collect(),
            compared: answer.compared.into_iter().map(Into::into).collect(),
            floors: answer.floors.into_iter().map(Into::into).collect(),
            price: answer.price.map(Into::into),
            assumptions: answer.assumptions.into_iter().map(Into::into).collect(),
            warnings: answer.warnings.into_iter().map(Into::into).collect(),
            changes: changes.into_iter().map(Into::into).collect(),
        }
    }
}

/// A team as it was asked for.
#[derive(Serialize, ToSchema)]
struct PlanTeamView {
    name: String,
    start: Option<String>,
    from: String,
    till: String,
    staff: i64,
    skills: Vec<String>,
}

/// A promise.
#[derive(Serialize, ToSchema)]
struct PinView {
    village: String,
    #[schema(value_type = String, format = Date)]
    on: Date,
    team: Option<String>,
}

/// A village nobody visits.
#[derive(Serialize, ToSchema)]
struct PlanBanView {
    village: String,
    /// The whole season when null.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

/// What a plan brings.
#[derive(Serialize, ToSchema)]
struct TotalsView {
    visits: i64,
    enrolments: RangeView,
    paid_months: i64,
    /// What plans are chosen by.
    value: i64,
    travel_minutes: i64,
}

impl From<Totals> for TotalsView {
    fn from(it: Totals) -> Self {
        Self {
            visits: it.visits,
            enrolments: it.enrolments.into(),
            paid_months: it.paid_months,
            value: it.value,
            travel_minutes: it.travel_minutes,
        }
    }
}

/// A visit.
#[derive(Serialize, ToSchema)]
struct VisitView {
    #[schema(value_type = String, format = Date)]
    on: Date,
    team: String,
    /// Its place in the team's day, from 1.
    order: u32,
    village: String,
    name: String,
    district: String,
    /// Which visit of the season, from 1.
    nth: u32,
    /// `HH:MM`.
    arrive: String,
    start: String,
    leave: String,
    travel_minutes: i64,
    enrolments: RangeView,
    /// Months paid in the first year.
    paid_months: i64,
    reason: VisitReasonView,
}

impl From<Visit> for VisitView {
    fn from(it: Visit) -> Self {
        Self {
            on: it.on,
            team: it.team,
            order: it.order,
            village: it.village.to_string(),
            name: it.name,
            district: it.district,
            nth: it.nth,
            arrive: it.arrive.to_string(),
            start: it.start.to_string(),
            leave: it.leave.to_string(),
            travel_minutes: it.travel_minutes,
            enrolments: it.enrolments.into(),
            paid_months: it.paid_months,
            reason: it.reason.into(),
        }
    }
}

/// Why this village.
#[derive(Serialize, ToSchema)]
struct VisitReasonView {
    uncovered: RangeView,
    /// A to D: how the population was estimated; `counted` by the village.
    uncovered_by: String,
    /// People who came to earlier visits, where they were counted.
    came: i64,
    /// Of them enrolled and paid.
    enrolled: i64,
    village_type: String,
    /// What villages like it average, of those who come, parts per million.
    type_ppm: i64,
    conversion_ppm: RangeView,
    capacity_percent: i64,
    /// Months of the first twelve that a new member pays, thousandths.
    months_milli: i64,
    weight_percent: i64,
    /// Minutes the team would save without it, the session not counted.
    detour_minutes: i64,
    months_per_hour: i64,
    /// Paid months the plan loses without it, its time filled with the next best.
    lost_without: i64,
    /// `value`, `pin`, `floor`.
    rule: String,
    /// It is there to be got to know.
    explored: bool,
    /// Events shortly before the season, or planned in it by others.
    recent_visits: i64,
    /// Members in their months of grace.
    in_grace: i64,
    lapsed: i64,
    note: String,
    sentence: SaidView,
}

impl From<Reason> for VisitReasonView {
    fn from(it: Reason) -> Self {
        Self {
            uncovered: it.uncovered.into(),
            uncovered_by: it.uncovered_by,
            came: it.came,
            enrolled: it.enrolled,
            village_type: it.village_type,
            type_ppm: it.type_ppm,
            conversion_ppm: it.conversion_ppm.into(),
            capacity_percent: it.capacity_percent,
            months_milli: it.months_milli,
            weight_percent: it.weight_percent,
            detour_minutes: it.detour_minutes,
            months_per_hour: it.months_per_hour,
            lost_without: it.lost_without,
            rule: it.rule,
            explored: it.explored,
            recent_visits: it.recent_visits,
            in_grace: it.in_grace,
            lapsed: it.lapsed,
            note: it.note,
            sentence: it.sentence.into(),
        }
    }
}

/// A team's day.
#[derive(Serialize, ToSchema)]
struct OutingView {
    #[schema(value_type = String, format = Date)]
    on: Date,
    team: String,
    #[schema(value_type = String)]
    start: AreaCode,
    start_name: String,
    from: String,
    back: String,
    travel_minutes: i64,
    visits: u32,
}

impl From<Outing> for OutingView {
    fn from(it: Outing) -> Self {
        Self {
            on: it.on,
            team: it.team,
            start: it.start,
            start_name: it.start_name,
            from: it.from.to_string(),
            back: it.back.to_string(),
            travel_minutes: it.travel_minutes,
            visits: it.visits,
        }
    }
}

/// A village that was left out.
#[derive(Serialize, ToSchema)]
struct LeftOutView {
    village: String,
    name: String,
    district: String,
    enrolments: RangeView,
    paid_months: i64,
    /// Minutes that are missing in the day with most room; null where no day allows it.
    minutes_missing: Option<i64>,
    /// Months it would have to bring more to take a place; null where it fits for no visit.
    months_missing: Option<i64>,
    sentence: SaidView,
}

impl From<LeftOut> for LeftOutView {
    fn from(it: LeftOut) -> Self {
        Self {
            village: it.village.to_string(),
            name: it.name,
            district: it.district,
            enrolments: it.enrolments.into(),
            paid_months: it.paid_months,
            minutes_missing: it.minutes_missing,
            months_missing: it.months_missing,
            sentence: it.sentence.into(),
        }
    }
}

/// Where nobody can be sent.
#[derive(Serialize, ToSchema)]
struct UnreachableView {
    village: String,
    name: String,
    /// `no_way`, `too_far`, `skill`, `banned`, `unknown`.
    why: String,
    sentence: SaidView,
}

impl From<Unreachable> for UnreachableView {
    fn from(it: Unreachable) -> Self {
        let Unreachable { village, name, why, sentence } = it;
        Self { village: village.to_string(), name, why, sentence: sentence.into() }
    }
}

/// A simpler way to plan.
#[derive(Serialize, ToSchema)]
struct ComparedView {
    /// `per_minute`, `by_size`.
    how: String,
    said: SaidView,
    value: i64,
    visits: i64,
    travel_minutes: i64,
}

impl From<Compared> for ComparedView {
    fn from(it: Compared) -> Self {
        let Compared { how, said, value, visits, travel_minutes } = it;
        Self { how, said: said.into(), value, visits, travel_minutes }
    }
}

/// What a floor costs.
#[derive(Serialize, ToSchema)]
struct FloorPriceView {
    /// `district`, `lowest_fifth`.
    floor: String,
    said: SaidView,
    value_without: i64,
    price: i64,
    /// Visits it misses because they cannot be had.
    short: i64,
}

impl From<FloorPrice> for FloorPriceView {
    fn from(it: FloorPrice) -> Self {
        let FloorPrice { floor, said, value_without, price, short } = it;
        Self { floor, said: said.into(), value_without, price, short }
    }
}

/// What a change did.
#[derive(Serialize, ToSchema)]
struct PlanPriceView {
    said: SaidView,
    before: i64,
    after: i64,
    /// Visits that are new, as `village day team`.
    came: Vec<String>,
    /// Visits that are gone.
    left: Vec<String>,
}

impl From<Price> for PlanPriceView {
    fn from(it: Price) -> Self {
        let Price { said, before, after, came, left } = it;
        Self { said: said.into(), before, after, came, left }
    }
}

/// A value a plan rests on.
#[derive(Serialize, ToSchema)]
struct AssumptionView {
    key: String,
    value: i64,
    /// `reported`, `derived`, `judgement`, `office`.
    #[schema(value_type = String)]
    origin: planning::estimate::assumption::Origin,
    said: SaidView,
}

impl From<Assumption> for AssumptionView {
    fn from(it: Assumption) -> Self {
        let said = SaidView { id: it.said_id, en: it.said_en };
        Self { key: it.key, value: it.value, origin: it.origin, said }
    }
}

/// What was done to a plan.
#[derive(Serialize, ToSchema)]
struct PlanChangeView {
    version: i64,
    /// `made`, `pinned`, `unpinned`, `dropped`, `moved`, `replanned`.
    kind: String,
    value: i64,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    made_by: UserId,
}

impl From<Change> for PlanChangeView {
    fn from(it: Change) -> Self {
        let Change { n, kind, value, made_at, made_by } = it;
        Self { version: n, kind, value, made_at, made_by }
    }
}
