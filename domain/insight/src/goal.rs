//! Targets as an office sets them: drafts until they are whole, corrected by a newer one, with what
//! was said of their outcome.
//!
//! A target names people (area, group, segment, payer, agent), what is counted (`active` and
//! `registered` on the last day, `new` over all its days), heads or a percentage of a base, first and
//! last day, and the document it stands in. What misses its number or a day is a draft.

mod card;
mod counted;
mod enter;
mod progress;
mod refusal;

pub use card::Card;
pub use counted::{Counted, counted_in};
pub use enter::{
    DenominatorForm, EnterDenominator, EnterTarget, Entered, StateResult, TargetForm,
    WithdrawTarget,
};
pub(crate) use enter::{known, reason, reason_text};
pub use progress::{
    Came, Point, Previous, Progress, Stand, goal_of, heads_of, progress, progress_of,
};
pub use refusal::TargetRefusal;

use crate::{Amount, Place, Qualifier, sql};
use access::{Duty, Office};
use db::{DbError, Tx, Uuid};
use terms::{AreaCode, Date, Rate, Timestamp, ids::UserId};

db::row! {
    /// A target as it is kept, with the base of its percentage.
    #[derive(PartialEq, Eq)]
    pub struct Goal {
        /// Its stable id.
        pub id: String,
        /// Where, as [`Place::key`] writes it.
        pub area: String,
        /// The place in the words of who set it; empty where it came with the program.
        pub said: String,
        /// Of which group; empty for everyone.
        pub person_group: String,
        /// Of which segment; empty for all.
        pub segment: String,
        /// Of which payer; empty for all.
        pub payer: String,
        /// Whose members; none for everybody's.
        pub agent: Option<UserId>,
        /// What is counted: `active`, `registered`, `new`.
        pub counts: String,
        /// Heads, or none.
        pub value: Option<i64>,
        /// A percentage in parts per million, or none.
        pub percent_ppm: Option<i64>,
        /// How the number was hedged.
        pub qualifier: Qualifier,
        /// What the percentage is of; none where nobody said.
        pub of_denominator: Option<String>,
        /// First day; none in a draft.
        pub from_on: Option<Date>,
        /// Last day; none in a draft.
        pub until_on: Option<Date>,
        /// Whose target it is.
        pub owner: String,
        /// The document it stands in.
        pub document: String,
        /// Where it was read.
        pub source: String,
        /// Who published it.
        pub publisher: String,
        /// How sure we are.
        pub status: String,
        /// `draft`, `set`, `replaced`, `withdrawn`.
        pub state: String,
        /// The target it corrects.
        pub replaces: Option<String>,
        /// Why it was corrected or withdrawn.
        pub reason: String,
        /// When it was entered; none where it came with the program.
        pub recorded_at: Option<Timestamp>,
        /// Who entered it.
        pub recorded_by: Option<UserId>,
        /// How many its base counts.
        pub base_value: Option<i64>,
        /// How the base was hedged.
        pub base_qualifier: Qualifier,
        /// What the base counts, in Indonesian.
        pub base_definition_id: String,
        /// What the base counts, in English.
        pub base_definition_en: String,
        /// Where the base was read.
        pub base_source: String,
    }
}

impl Goal {
    /// The base with its hedge.
    #[must_use]
    pub fn base(&self) -> Option<Amount> {
        self.base_value.map(|value| Amount::hedged(value, self.base_qualifier))
    }

    /// The percentage.
    #[must_use]
    pub fn percent(&self) -> Option<Rate> {
        self.percent_ppm.map(Rate::per_million)
    }

    /// Where; nowhere if what is kept cannot be read.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::from_key(&self.area).unwrap_or(Place::Areas(Vec::new()))
    }
}

db::row! {
    /// What somebody said came of a target.
    #[derive(PartialEq, Eq)]
    pub struct StatedResult {
        /// Its id.
        pub id: Uuid,
        /// Of which target.
        pub target: String,
        /// Heads, or none.
        pub value: Option<i64>,
        /// A share in parts per million, or none.
        pub percent_ppm: Option<i64>,
        /// What the share is of: `target`, `base`; empty for heads.
        pub percent_of: String,
        /// How it was hedged.
        pub qualifier: Qualifier,
        /// The day it holds for.
        pub as_of: Date,
        /// Where it was read.
        pub source: String,
    }
}

/// Which targets are wanted.
#[derive(Clone, Debug, Default)]
pub struct GoalQuery {
    /// Of exactly this place; of every place the actor may look at when absent.
    pub place: Option<Place>,
    /// Only in these states; drafts and set ones when empty.
    pub states: Vec<String>,
    /// Running in this year; drafts without days too.
    pub year: Option<i16>,
    /// Only this agent's.
    pub agent: Option<UserId>,
    /// The id the page before ended with.
    pub after: String,
    /// At most so many, up to 500.
    pub limit: u32,
}

/// Targets by id, as far as the actor may read figures there.
pub async fn goals(
    tx: &mut Tx,
    office: &Office,
    query: GoalQuery,
) -> Result<Vec<Goal>, TargetRefusal> {
    let (any_place, key) = query.place.map_or(("any", String::new()), |place| ("one", place.key()));
    let states = match query.states.is_empty() {
        true => vec!["draft".to_owned(), "set".to_owned()],
        false => query.states,
    };
    let year = query.year.unwrap_or(2000).clamp(1900, 9998);
    let first = jiff::civil::date(year, 1, 1);
    let last = jiff::civil::date(year, 12, 31);
    let any_year = if query.year.is_none() { "any" } else { "one" };
    let any_agent = if query.agent.is_none() { "any" } else { "one" };
    let agent = query.agent.unwrap_or(UserId(Uuid::nil()));
    let (everywhere, areas) = match office.areas_for(Duty::ReadFigures) {
        None => ("any", Vec::new()),
        Some(areas) => ("one", areas.iter().map(ToString::to_string).collect()),
    };
    let limit = query.limit.clamp(1, 500);
    let binds = (
        any_place,
        key,
        "one",
        states,
        any_year,
        first,
        last,
        any_agent,
        agent,
        everywhere,
        areas,
        query.after,
        limit,
    );
    Ok(tx.all(&sql::GOALS, binds).await?)
}

/// Whether somebody may look at a target: figures of its place, or one's own.
pub fn may_read(office: &Office, goal: &Goal) -> Result<(), TargetRefusal> {
    if goal.agent == Some(office.actor) {
        office.on_own_account();
        return Ok(());
    }
    may(office, Duty::ReadFigures, &goal.place())
}

/// Asks for a duty in every area of a place.
pub(crate) fn may(office: &Office, duty: Duty, place: &Place) -> Result<(), TargetRefusal> {
    match place {
        Place::Nation => Ok(office.allow_everywhere(duty)?),
        Place::Areas(areas) => {
            areas.iter().try_for_each(|area: &AreaCode| Ok(office.allow(duty, area)?))
        }
    }
}

/// What was said of the outcome of some targets up to a day, the latest last.
pub async fn results_of(
    tx: &mut Tx,
    targets: Vec<String>,
    on: Date,
) -> Result<Vec<StatedResult>, DbError> {
    tx.all(&sql::RESULTS_OF, (targets, on)).await
}

/// The targets of a place (or of an agent) that run on a day, the nearest end first.
pub async fn goals_running(
    tx: &mut Tx,
    place: &Place,
    agent: Option<UserId>,
    on: Date,
) -> Result<Vec<Goal>, DbError> {
    let whose = if agent.is_some() { "agent" } else { "place" };
    let agent = agent.unwrap_or(UserId(Uuid::nil()));
    tx.all(&sql::GOALS_RUNNING, (place.key(), whose, on, agent)).await
}

/// The targets of some agents that run on a day, the nearest end first.
pub async fn goals_of_agents(
    tx: &mut Tx,
    agents: Vec<Uuid>,
    on: Date,
) -> Result<Vec<Goal>, DbError> {
    tx.all(&sql::GOALS_OF_AGENTS, (agents, on)).await
}

/// The targets of many places, whole or of a segment or payer, that run on a day, the nearest end
/// first; those of groups and agents are left out.
pub async fn goals_among(tx: &mut Tx, areas: Vec<String>, on: Date) -> Result<Vec<Goal>, DbError> {
    tx.all(&sql::GOALS_AMONG, (areas, on)).await
}
