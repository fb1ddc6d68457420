//! The plan as it is kept and shown: visits with their reasons, what was left out, what floors cost.
//!
//! Enrolments and months are whole and rounded where they are said; no person is named anywhere.

use super::order::Hour;
use crate::{Said, estimate::assumption::Assumption, estimate::worth::Range};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Date};

/// Why this village: each item a number that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Workers not covered yet.
    pub uncovered: Range,
    /// How the number of people was estimated, A to D; `counted` by the village itself.
    pub uncovered_by: String,
    /// People who came to earlier visits, where they were counted.
    pub came: i64,
    /// Of them enrolled and paid.
    pub enrolled: i64,
    /// The type of the village.
    pub village_type: String,
    /// What villages like it average, of those who come, parts per million.
    pub type_ppm: i64,
    /// What is expected here.
    pub conversion_ppm: Range,
    /// How full the session gets.
    pub capacity_percent: i64,
    /// Months of the first twelve that a new member pays, in thousandths.
    pub months_milli: i64,
    /// What the visit counts, 100 as it is.
    pub weight_percent: i64,
    /// Minutes the team would save without it, the session not counted.
    pub detour_minutes: i64,
    /// Paid months an hour of team time.
    pub months_per_hour: i64,
    /// Paid months the plan loses without it, its time filled with the next best.
    pub lost_without: i64,
    /// `value`, `pin`, `floor`.
    pub rule: String,
    /// It is there to be got to know.
    pub explored: bool,
    /// Events shortly before the season, or planned in it by others.
    pub recent_visits: i64,
    /// Members in their months of grace: they can be reminded on the way.
    pub in_grace: i64,
    /// Members who lapsed.
    pub lapsed: i64,
    /// What the office noted.
    pub note: String,
    /// All of it in one sentence.
    pub sentence: Said,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The day.
    pub on: Date,
    /// The team.
    pub team: String,
    /// Its place in the team's day, from 1.
    pub order: u32,
    /// The village.
    pub village: AreaCode,
    /// Its name.
    pub name: String,
    /// Its district.
    pub district: String,
    /// Which visit of the season, from 1.
    pub nth: u32,
    /// When the team is there.
    pub arrive: Hour,
    /// When the session starts.
    pub start: Hour,
    /// When the team leaves.
    pub leave: Hour,
    /// Minutes on the way to it.
    pub travel_minutes: i64,
    /// Enrolments expected.
    pub enrolments: Range,
    /// Months paid in the first year.
    pub paid_months: i64,
    /// Why.
    pub reason: Reason,
}

/// A team's day as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outing {
    /// The day.
    pub on: Date,
    /// The team.
    pub team: String,
    /// Where it starts and ends.
    pub start: AreaCode,
    /// Its name.
    pub start_name: String,
    /// When it leaves.
    pub from: Hour,
    /// When it is back.
    pub back: Hour,
    /// Minutes on the road.
    pub travel_minutes: i64,
    /// Visits.
    pub visits: u32,
}

/// A village that was left out, and what would have to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The village.
    pub village: AreaCode,
    /// Its name.
    pub name: String,
    /// Its district.
    pub district: String,
    /// Enrolments a visit would bring.
    pub enrolments: Range,
    /// Months paid in the first year.
    pub paid_months: i64,
    /// Minutes that are missing in the day with most room; none where no day allows it.
    pub minutes_missing: Option<i64>,
    /// Months it would have to bring more, to take the place of the weakest visit it fits for.
    pub months_missing: Option<i64>,
    /// In one sentence.
    pub sentence: Said,
}

/// A village nobody can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreachable {
    /// The village.
    pub village: AreaCode,
    /// Its name.
    pub name: String,
    /// `no_way`, `too_far`, `skill`, `banned`, `unknown`.
    pub why: String,
    /// With the way out.
    pub sentence: Said,
}

/// What a plan brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Visits.
    pub visits: i64,
    /// Enrolments expected.
    pub enrolments: Range,
    /// Months paid in the first year.
    pub paid_months: i64,
    /// What the plan is chosen by: months with weights and the bonus for what is not known.
    pub value: i64,
    /// Minutes on the road.
    pub travel_minutes: i64,
}

/// Another way to plan, for comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// `per_minute`, `by_size`.
    pub how: String,
    /// What it is.
    pub said: Said,
    /// Its value.
    pub value: i64,
    /// Its visits.
    pub visits: i64,
    /// Minutes on the road.
    pub travel_minutes: i64,
}

/// What a floor costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorPrice {
    /// `district`, `lowest_fifth`.
    pub floor: String,
    /// What it asks for.
    pub said: Said,
    /// Value of the plan without it.
    pub value_without: i64,
    /// What it costs.
    pub price: i64,
    /// Visits it misses because they cannot be had.
    pub short: i64,
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// What was done, in one sentence.
    pub said: Said,
    /// Value before.
    pub before: i64,
    /// Value after.
    pub after: i64,
    /// Visits that are new, as `village day team`.
    pub came: Vec<String>,
    /// Visits that are gone.
    pub left: Vec<String>,
}

/// The whole plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The day the facts are of.
    pub as_of: Date,
    /// Villages in the areas.
    pub n_villages: i64,
    /// Team-days.
    pub n_team_days: i64,
    /// Visits with counts that were learned from, and visits without.
    pub n_learned: i64,
    /// Visits without counts.
    pub n_not_recorded: i64,
    /// Visits in the order of day, team and hour.
    pub visits: Vec<Visit>,
    /// Days of teams.
    pub outings: Vec<Outing>,
    /// The best that were left out.
    pub left_out: Vec<LeftOut>,
    /// Where nobody can be sent.
    pub unreachable: Vec<Unreachable>,
    /// What it brings.
    pub totals: Totals,
    /// Against other ways.
    pub compared: Vec<Compared>,
    /// What floors cost.
    pub floors: Vec<FloorPrice>,
    /// What the last change did.
    pub price: Option<Price>,
    /// What it rests on.
    pub assumptions: Vec<Assumption>,
    /// What to know before signing.
    pub warnings: Vec<Said>,
}
