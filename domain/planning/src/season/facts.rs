//! What is known of each village on the day of asking: members from the counts, outcomes from events.

use super::order::Order;
use crate::{
    PlanRefusal,
    estimate::{assumption::Assumptions, conversion::Outcome},
    land::{self, VillagePlace},
    sql,
};
use access::Office;
use db::{Tx, Uuid};
use insight::{By, Measure, Page, Place, Question};
use std::collections::{BTreeMap, HashMap};
use terms::{AreaCode, Date, Segment};

/// A village and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The place.
    pub place: VillagePlace,
    /// Own-account members who are covered.
    pub covered: i64,
    /// Of them in their months of grace: about to lapse.
    pub in_grace: i64,
    /// Members whose cover ended for want of payment.
    pub lapsed: i64,
    /// Days of visits that are on record, the last first.
    pub visited_on: Vec<Date>,
    /// Days of events that are planned there in the season.
    pub planned_on: Vec<Date>,
}

/// Everything a plan rests on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day of asking.
    pub as_of: Date,
    /// Villages in the order of their codes.
    pub villages: Vec<Fact>,
    /// Villages of which the tables lack a place, an estimate or a land.
    pub unknown: Vec<AreaCode>,
    /// Visits with counts.
    pub outcomes: Vec<Outcome>,
    /// Visits without: they tire a village and teach nothing.
    pub n_not_recorded: i64,
    /// Months that were followed by a paid one, and members who stopped, in these areas.
    pub kept: (i64, i64),
    /// The defaults, with what the order sets otherwise.
    pub with: Assumptions,
}

/// Villages at once: travel times are a square table.
const VILLAGES_MAX: usize = 2_500;

db::row! {
    /// An event that was held.
    pub struct Held {
        /// Its id.
        pub event: Uuid,
        /// The village.
        pub area: String,
        /// The day.
        pub held_on: Date,
        /// How many came, where somebody wrote it down.
        pub came: Option<i64>,
        /// How many enrolled, as counted there.
        pub enrolled: Option<i64>,
    }
}

impl Facts {
    /// Facts without a database: for what is planned before the first member.
    pub fn bare(order: &Order, as_of: Date) -> Result<Self, PlanRefusal> {
        let (places, unknown) = land::villages_in(&order.areas);
        if places.is_empty() {
            return Err(PlanRefusal::NoVillages);
        }
        if places.len() > VILLAGES_MAX {
            return Err(PlanRefusal::TooManyVillages(places.len()));
        }
        let province = order.areas.first().and_then(|it| it.path().next()).unwrap_or_default();
        let mut with = Assumptions::of_province(province);
        for (key, value) in &order.assumptions {
            if !with.set(key, *value) {
                return Err(PlanRefusal::Field {
                    field: "assumptions",
                    id: format!(
                        "“{key}” tidak dikenal atau {value} tidak mungkin; lihat daftarnya pada rencana"
                    ),
                    en: format!(
                        "“{key}” is not known or {value} is not possible; see their list on a plan"
                    ),
                });
            }
        }
        let fact = |place| Fact {
            place,
            covered: 0,
            in_grace: 0,
            lapsed: 0,
            visited_on: Vec::new(),
            planned_on: Vec::new(),
        };
        Ok(Self {
            as_of,
            villages: places.into_iter().map(fact).collect(),
            unknown,
            outcomes: Vec::new(),
            n_not_recorded: 0,
            kept: (0, 0),
            with,
        })
    }
}

/// Reads what is known; whoever calls has asked whether the actor may.
pub async fn facts(tx: &mut Tx, office: &Office, order: &Order) -> Result<Facts, PlanRefusal> {
    let today = office.outside.today();
    let mut facts = Facts::bare(order, today)?;
    let at: HashMap<String, usize> =
        facts.villages.iter().enumerate().map(|(i, it)| (it.place.code.to_string(), i)).collect();
    count_members(tx, office, &mut facts, &at).await?;
    let areas: Vec<String> = order.areas.iter().map(ToString::to_string).collect();
    let planned: Vec<(String, Date)> =
        tx.all(&sql::EVENTS_PLANNED, (areas.clone(), order.from, order.to)).await?;
    for (area, on) in planned {
        if let Some(fact) = at.get(&area).and_then(|i| facts.villages.get_mut(*i)) {
            fact.planned_on.push(on);
        }
    }
    let held: Vec<Held> = tx.all(&sql::EVENTS_HELD, (areas.clone(), today)).await?;
    let captured: Vec<(Uuid, i64, i64)> =
        tx.all(&sql::ENROLLED_AT_EVENTS, (areas.clone(),)).await?;
    let captured: BTreeMap<Uuid, i64> = captured.into_iter().map(|(id, _, n)| (id, n)).collect();
    for it in held {
        let Some(village) = at.get(&it.area).copied() else { continue };
        facts.villages[village].visited_on.push(it.held_on);
        // Those captured by name are known to have paid or not; a count on paper is taken as it is.
        let enrolled = captured.get(&it.event).copied().or(it.enrolled);
        match (it.came, enrolled) {
            (Some(came), Some(enrolled)) if came > 0 => {
                facts.outcomes.push(Outcome { village, on: it.held_on, came, enrolled });
            }
            _ => facts.n_not_recorded += 1,
        }
    }
    let grace =
        office.outside.law.cover_parameters(today).map_err(insight::CoverageRefusal::from)?;
    let month = terms::Month::of(today).plus(-i32::from(grace.grace_months)).first_day();
    let (followed, stopped): (i64, i64) = tx.one(&sql::MONTHS_KEPT, (areas, month)).await?;
    facts.kept = (followed, stopped);
    Ok(facts)
}

async fn count_members(
    tx: &mut Tx,
    office: &Office,
    facts: &mut Facts,
    at: &HashMap<String, usize>,
) -> Result<(), PlanRefusal> {
    let place = Place::areas(facts.villages.iter().map(|it| it.place.code.clone()));
    let (law, bpu) = (&office.outside.law, Some(Segment::Bpu));
    let question = Question::new(place, facts.as_of, Some(Measure::Memberships), None, bpu, None)?;
    if let [only] = facts.villages.as_mut_slice() {
        let counts = insight::coverage(tx, law, question).await?.counts;
        (only.covered, only.in_grace, only.lapsed) =
            (counts.protected(), counts.in_grace(), counts.lapsed);
        return Ok(());
    }
    let page = Page { limit: usize::MAX, ..Page::default() };
    let parts = insight::breakdown(tx, law, &question, By::Area, page, None).await?.parts;
    for part in parts {
        if let Some(fact) = at.get(&part.code).and_then(|i| facts.villages.get_mut(*i)) {
            let counts = &part.counts;
            (fact.covered, fact.in_grace, fact.lapsed) =
                (counts.protected(), counts.in_grace(), counts.lapsed);
        }
    }
    Ok(())
}
