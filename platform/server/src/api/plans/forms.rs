//! What is asked of the planner.

use crate::problem::Problem;
use planning::{
    keep::Wish,
    season::order::{Ban, Crossing, Floors, Hour, Note, Order, Promise, Rest, Team},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use terms::{AreaCode, Date};
use utoipa::ToSchema;

/// A season to be planned. What is absent is as usual: four officers a team, 08:00–16:00, Monday to
/// Friday, a rest from 12:00 to 13:00 (Friday from 11:30), sessions of two hours, one visit a village.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanForm {
    /// What it is called; the area's name when absent.
    name: Option<String>,
    /// A regency, or the parts of a branch.
    #[schema(value_type = Vec<String>)]
    areas: Vec<AreaCode>,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last day; at most 92 days.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// Who goes.
    teams: Vec<TeamForm>,
    /// Working days of the week, 1 is Monday.
    weekdays: Option<Vec<i8>>,
    /// Holidays in between.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    days_off: Vec<Date>,
    /// Minutes of a session.
    session_minutes: Option<i32>,
    /// Rests that every team keeps.
    rests: Option<Vec<RestForm>>,
    /// Most visits to one village, 1 to 5.
    visits_max: Option<u32>,
    /// Fewest days between two.
    gap_days: Option<u32>,
    /// Visits each district gets at least; before value.
    #[serde(default)]
    floor_district: u32,
    /// Of a hundred visits, how many go at least to the fifth of villages with the lowest coverage.
    #[serde(default)]
    floor_lowest_fifth_percent: u32,
    /// What the office knows of villages: market days, agenda, own counts.
    #[serde(default)]
    notes: Vec<NoteForm>,
    /// Boats and bridges: without one, what lies over the sea is not planned.
    #[serde(default)]
    crossings: Vec<CrossingForm>,
    /// Values the office sets otherwise, by the names a plan shows under `assumptions`.
    #[serde(default)]
    #[schema(value_type = Object)]
    assumptions: BTreeMap<String, i64>,
    /// Visits that were promised.
    #[serde(default)]
    pins: Vec<PromiseForm>,
    /// Villages nobody visits.
    #[serde(default)]
    bans: Vec<BanForm>,
    /// The same seed gives the same plan; 1 when absent.
    seed: Option<u64>,
    /// How often the plan is taken apart and mended; 1,500 when absent, at most 20,000.
    iterations: Option<u32>,
}

/// A team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TeamForm {
    /// What it is called; never the name of a person.
    name: String,
    /// The village or district where it starts and ends; the middle of the area when absent.
    #[schema(value_type = Option<String>)]
    start: Option<AreaCode>,
    /// When it leaves; 08:00 when absent.
    #[schema(value_type = Option<String>)]
    from: Option<Hour>,
    /// When it is back; 16:00 when absent.
    #[schema(value_type = Option<String>)]
    till: Option<Hour>,
    /// Officers who enrol; 4 when absent.
    staff: Option<i64>,
    /// What it can do.
    #[serde(default)]
    skills: Vec<String>,
}

/// A rest.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RestForm {
    /// 1 is Monday; every day without a rest of its own when absent.
    weekday: Option<i8>,
    #[schema(value_type = String)]
    from: Hour,
    #[schema(value_type = String)]
    till: Hour,
}

/// What the office knows of a village.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteForm {
    village: String,
    /// Only on these days.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    only_on: Vec<Date>,
    /// Not on these days.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    not_on: Vec<Date>,
    /// Only from this hour.
    #[schema(value_type = Option<String>)]
    from: Option<Hour>,
    /// Only until this hour.
    #[schema(value_type = Option<String>)]
    till: Option<Hour>,
    /// What a team needs there.
    #[serde(default)]
    skills: Vec<String>,
    /// Workers not covered yet, as the village counts them.
    uncovered: Option<i64>,
    /// The village asked for the visit.
    #[serde(default)]
    invited: bool,
    /// What a visit counts, 100 as it is.
    weight_percent: Option<i64>,
    /// Why, as it will be read.
    #[serde(default)]
    because: String,
}

/// A way over water.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrossingForm {
    #[schema(value_type = String)]
    from: AreaCode,
    #[schema(value_type = String)]
    to: AreaCode,
    /// With waiting, either way.
    minutes: i32,
}

/// A visit that was promised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PromiseForm {
    #[schema(value_type = String)]
    village: AreaCode,
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Any when absent.
    team: Option<String>,
}

/// A village nobody visits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BanForm {
    #[schema(value_type = String)]
    village: AreaCode,
    /// The whole season when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

pub(super) fn example() -> Value {
    json!({
        "name": "Banyumas, pekan keempat November", "areas": ["33.02"],
        "from": "2026-11-23", "to": "2026-11-27",
        "teams": [
            { "name": "Tim 1", "start": "33.02.26" },
            { "name": "Tim 2", "start": "33.02.26", "from": "07:30", "till": "15:30", "staff": 3 },
        ],
        "notes": [{
            "village": "33.02.15.2006", "only_on": ["2026-11-25"], "from": "09:00",
            "because": "balai desa dipakai pada hari lain",
        }],
    })
}

impl From<TeamForm> for Team {
    fn from(form: TeamForm) -> Self {
        Self {
            name: form.name.trim().to_owned(),
            start: form.start,
            from: form.from.unwrap_or(Hour(480)),
            till: form.till.unwrap_or(Hour(960)),
            staff: form.staff.unwrap_or(4),
            skills: form.skills,
        }
    }
}

impl From<NoteForm> for Note {
    fn from(form: NoteForm) -> Self {
        let NoteForm { village, only_on, not_on, from, till, skills, .. } = form;
        let NoteForm { uncovered, invited, weight_percent, because, .. } = form;
        // Dotted or not, it is one code.
        let village = village.parse::<AreaCode>().map_or(village, |code| code.to_string());
        Self {
            village,
            only_on,
            not_on,
            from,
            till,
            skills,
            uncovered,
            invited,
            weight_percent,
            because,
        }
    }
}

impl PlanForm {
    /// The order, with what is usual where nothing was said.
    pub(super) fn order(self) -> Result<Order, Problem> {
        let none = || Problem::from(planning::PlanRefusal::NoVillages);
        let area = self.areas.first().cloned().ok_or_else(none)?;
        let mut order = Order::usual(area, self.from, self.to, 0);
        order.name = self.name.unwrap_or(order.name);
        order.areas = self.areas;
        order.teams = self.teams.into_iter().map(Into::into).collect();
        order.weekdays = self.weekdays.unwrap_or(order.weekdays);
        order.days_off = self.days_off;
        order.session_minutes = self.session_minutes.unwrap_or(order.session_minutes);
        if let Some(rests) = self.rests {
            let rest = |it: RestForm| Rest { weekday: it.weekday, from: it.from, till: it.till };
            order.rests = rests.into_iter().map(rest).collect();
        }
        order.visits_max = self.visits_max.unwrap_or(order.visits_max);
        order.gap_days = self.gap_days.unwrap_or(order.gap_days);
        order.floors = Floors {
            district: self.floor_district,
            lowest_fifth_percent: self.floor_lowest_fifth_percent,
        };
        order.notes = self.notes.into_iter().map(Into::into).collect();
        let crossing =
            |it: CrossingForm| Crossing { from: it.from, to: it.to, minutes: it.minutes };
        order.crossings = self.crossings.into_iter().map(crossing).collect();
        order.assumptions = self.assumptions;
        let promise = |it: PromiseForm| Promise { village: it.village, on: it.on, team: it.team };
        order.pins = self.pins.into_iter().map(promise).collect();
        let ban = |it: BanForm| Ban { village: it.village, on: it.on };
        order.bans = self.bans.into_iter().map(ban).collect();
        order.seed = self.seed.unwrap_or(order.seed);
        order.iterations = self.iterations.unwrap_or(order.iterations);
        Ok(order)
    }
}

/// A visit to be promised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PinForm {
    /// The version one looked at.
    version: i64,
    #[schema(value_type = String)]
    village: AreaCode,
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Any when absent.
    team: Option<String>,
}

impl PinForm {
    pub(super) fn wish(self) -> (i64, Wish) {
        let Self { version, village, on, team } = self;
        (version, Wish::Pin(Promise { village, on, team }))
    }
}

/// A promise to be let go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnpinForm {
    /// The version one looked at.
    version: i64,
    #[schema(value_type = String)]
    village: AreaCode,
    #[schema(value_type = String, format = Date)]
    on: Date,
}

impl UnpinForm {
    pub(super) fn wish(self) -> (i64, Wish) {
        (self.version, Wish::Unpin { village: self.village, on: self.on })
    }
}

/// A village to be left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DropForm {
    /// The version one looked at.
    version: i64,
    #[schema(value_type = String)]
    village: AreaCode,
    /// The whole season when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

impl DropForm {
    pub(super) fn wish(self) -> (i64, Wish) {
        (self.version, Wish::Drop(Ban { village: self.village, on: self.on }))
    }
}

/// A visit to be moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveForm {
    /// The version one looked at.
    version: i64,
    #[schema(value_type = String)]
    village: AreaCode,
    /// The day it is planned for.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// The day it is to be.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// The team that is to go; any when absent.
    team: Option<String>,
}

impl MoveForm {
    pub(super) fn wish(self) -> (i64, Wish) {
        let Self { version, village, on, to, team } = self;
        (version, Wish::Move { village, on, to, team })
    }
}

/// A plan to be made anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplanForm {
    /// The version one looked at.
    pub(super) version: i64,
}
