//! Members of a month: everybody, by segment, payer, area and agent.

use super::{codes, villages};
use crate::{OutreachRefusal, agent::AgentRow, sql};
use access::Office;
use db::{Tx, Uuid, row};
use insight::{
    By, Flows, Page, Part, Place, Question, SortBy, breakdown, coverage, flows,
    goal::{Goal, goals_among, goals_of_agents, heads_of},
};
use std::collections::HashMap;
use terms::{Date, Month, Rupiah, ids::UserId};

/// A line of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its code: of an area, a segment, a payer; an agent's id.
    pub key: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// The target that ends next, in heads; none where none runs.
    pub target: Option<i64>,
    /// What that target counts: `active`, `registered`, `new`.
    pub target_counts: Option<String>,
    /// When it ends.
    pub target_until: Option<Date>,
    /// Active on the last day of the month before.
    pub active_before: i64,
    /// First spells that began.
    pub new: i64,
    /// Later spells that began.
    pub reactivated: i64,
    /// Cover that ended for want of payment.
    pub lapsed: i64,
    /// Active at the end less active before.
    pub net_active: i64,
    /// Active at the end.
    pub active: i64,
    /// In grace at the end; none where it is not counted.
    pub grace: Option<i64>,
    /// What they paid in the month; none where it is not counted.
    pub collected: Option<Rupiah>,
}

/// What the lines by area are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Villages.
    Village,
    /// The areas one level below, where there are too many villages for a page.
    Below,
}

impl Level {
    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Below => "below",
        }
    }
}

impl Line {
    fn of(flows: &Flows, active: i64, grace: i64) -> Self {
        Self {
            active_before: active - flows.net_active,
            new: flows.new,
            reactivated: flows.reactivated,
            lapsed: flows.lapsed,
            net_active: flows.net_active,
            active,
            grace: Some(grace),
            ..Self::default()
        }
    }

    fn of_part(part: &Part) -> Self {
        let nothing = Flows {
            from: Date::MIN,
            through: Date::MIN,
            new: 0,
            reactivated: 0,
            lapsed: 0,
            net_active: 0,
        };
        let flows = part.flows.as_ref().unwrap_or(&nothing);
        Self {
            key: part.code.clone(),
            name_id: part.name_id.clone(),
            name_en: part.name_en.clone(),
            ..Self::of(flows, part.counts.active, part.counts.in_grace())
        }
    }

    fn aims(mut self, goals: &[Goal], fits: impl Fn(&Goal) -> bool) -> Self {
        if let Some(goal) = goals.iter().find(|goal| fits(goal)) {
            self.target = heads_of(goal).map(|heads| heads.amount().value);
            self.target_counts = Some(goal.counts.clone());
            self.target_until = goal.until_on;
        }
        self
    }

    fn is_anybody(&self) -> bool {
        let counted = [self.active_before, self.new, self.reactivated, self.lapsed, self.active];
        counted.iter().any(|n| *n != 0)
            || self.grace.is_some_and(|n| n != 0)
            || self.target.is_some()
    }
}

/// The day before the month.
fn before(month: Month) -> Date {
    month.previous().last_day()
}

pub(super) async fn whole(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
) -> Result<Line, OutreachRefusal> {
    let law = &office.outside.law;
    let question = Question::persons(place.clone(), as_of);
    let came = flows(tx, law, &question, before(month)).await?;
    let counts = coverage(tx, law, question).await?.counts;
    let goals = goals_among(tx, vec![place.key()], as_of).await?;
    let line = Line::of(&came, counts.active, counts.in_grace());
    Ok(Line { key: place.key(), ..line }
        .aims(&goals, |goal| goal.segment.is_empty() && goal.payer.is_empty()))
}

const ALL: Page = Page { sort: SortBy::Code, descending: false, offset: 0, limit: usize::MAX };

pub(super) async fn parts(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
    by: By,
) -> Result<Vec<Line>, OutreachRefusal> {
    let question = Question::new(place.clone(), as_of, None, None, None, None)?;
    let law = &office.outside.law;
    let found = breakdown(tx, law, &question, by, ALL, Some(before(month))).await?;
    let goals = goals_among(tx, vec![place.key()], as_of).await?;
    let line = |part: &Part| {
        let line = Line::of_part(part);
        match by {
            By::Payer => {
                line.aims(&goals, |goal| goal.payer == part.code && goal.segment.is_empty())
            }
            _ => line.aims(&goals, |goal| goal.segment == part.code && goal.payer.is_empty()),
        }
    };
    Ok(found.parts.iter().map(line).filter(Line::is_anybody).collect())
}

pub(super) async fn areas(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
) -> Result<(Level, Vec<Line>), OutreachRefusal> {
    let inside = villages(place);
    let level = if inside.is_some() { Level::Village } else { Level::Below };
    let asked = match inside {
        // Of several areas the parts are these themselves; of one village there is nothing below.
        Some(inside) if inside.len() > 1 => Place::Areas(inside),
        Some(_) => return Ok((level, Vec::new())),
        None => place.clone(),
    };
    let question = Question::persons(asked, as_of);
    let law = &office.outside.law;
    let found = breakdown(tx, law, &question, By::Area, ALL, Some(before(month))).await?.parts;
    let keys = found.iter().map(|part| part.code.clone()).collect();
    let goals = goals_among(tx, keys, as_of).await?;
    let whole = |goal: &Goal| goal.segment.is_empty() && goal.payer.is_empty();
    let line = |part: &Part| {
        Line::of_part(part).aims(&goals, |goal| goal.area == part.code && whole(goal))
    };
    Ok((level, found.iter().map(line).filter(Line::is_anybody).collect()))
}

row! {
    /// What a month was for an agent's members.
    pub struct AgentMonth {
        pub(crate) agent: UserId,
        pub(crate) new: i64,
        pub(crate) reactivated: i64,
        pub(crate) lapsed: i64,
        pub(crate) active_before: i64,
        pub(crate) active: i64,
        pub(crate) collected: Rupiah,
    }
}

/// Agents of one branch; more are no branch.
const AGENTS_MAX: u32 = 2_000;

pub(super) async fn agents(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
) -> Result<Vec<Line>, OutreachRefusal> {
    let nobody = UserId(Uuid::nil());
    let name = String::new();
    let binds = (codes(place), "any", as_of, "any", nobody, name, Uuid::nil(), AGENTS_MAX);
    let rows: Vec<AgentRow> = tx.all(&sql::AGENTS, binds).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    let grace = i32::from(office.outside.law.cover_parameters(as_of)?.grace_months);
    let lapse = month.plus(-grace - 1).first_day();
    let days = (month.first_day(), as_of, month.previous().first_day(), lapse);
    let found: Vec<AgentMonth> =
        tx.all(&sql::AGENTS_MONTH, (ids.clone(), days.0, days.1, days.2, days.3)).await?;
    let mut found: HashMap<UserId, AgentMonth> =
        found.into_iter().map(|line| (line.agent, line)).collect();
    let goals = goals_of_agents(tx, ids, as_of).await?;
    let line = |row: AgentRow| {
        let line = match found.remove(&row.id) {
            None => Line { collected: Some(Rupiah::ZERO), ..Line::default() },
            Some(it) => Line {
                active_before: it.active_before,
                new: it.new,
                reactivated: it.reactivated,
                lapsed: it.lapsed,
                net_active: it.active - it.active_before,
                active: it.active,
                collected: Some(it.collected),
                ..Line::default()
            },
        };
        let (name_id, name_en) = (row.name.clone(), row.name);
        Line { key: row.id.to_string(), name_id, name_en, ..line }
            .aims(&goals, |goal| goal.agent == Some(row.id))
    };
    Ok(rows.into_iter().map(line).collect())
}
