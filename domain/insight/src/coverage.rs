//! How many count as what on a day: read from cells and what is not merged yet, at the same cost
//! for ten thousand members and for seventy million.
//!
//! A count is exact the moment the commit that changed it is answered. Tails are turned into grace
//! and lapse here, by the law of the day asked for.

mod counts;
mod parts;
mod question;

pub use counts::{Counts, Flows};
pub use parts::{Breakdown, By, Page, Part, SortBy, breakdown};
pub(crate) use question::capital;
pub use question::{Measure, Question};

use crate::{CoverageRefusal, sql};
use db::Tx;
use regulation::Law;
use serde::Serialize;
use std::collections::BTreeMap;
use terms::{Date, Month, Payer, Segment};

db::row! {
    /// How many, of a part, in a state or with a tail that fell due on a day.
    pub(crate) struct StateRow {
        pub(crate) part: String,
        pub(crate) kind: String,
        pub(crate) state: String,
        pub(crate) fell_due: Option<Date>,
        pub(crate) n: i64,
    }
}

db::row! {
    /// How many spells of a part began, new or reactivated.
    pub(crate) struct FlowRow {
        pub(crate) part: String,
        pub(crate) state: String,
        pub(crate) n: i64,
    }
}

/// How many count as what, somewhere, on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Coverage {
    /// What was asked.
    #[serde(flatten)]
    pub question: Question,
    /// The answer.
    pub counts: Counts,
    /// What is counted, in Indonesian.
    pub definition_id: String,
    /// What is counted, in English.
    pub definition_en: String,
}

/// How many count as what on the day of the question.
pub async fn coverage(
    tx: &mut Tx,
    law: &Law,
    question: Question,
) -> Result<Coverage, CoverageRefusal> {
    let counts = counts_by(tx, law, &Ask::whole(&question), question.as_of).await?;
    let counts = sum(counts.values(), grace_months(law, question.as_of)?);
    let (definition_id, definition_en) = question.definition();
    Ok(Coverage { question, counts, definition_id, definition_en })
}

/// Who came and went after `from` and up to the day of the question.
pub async fn flows(
    tx: &mut Tx,
    law: &Law,
    question: &Question,
    from: Date,
) -> Result<Flows, CoverageRefusal> {
    let mut flows = flows_by(tx, law, &Ask::whole(question), from, question.as_of).await?;
    Ok(flows.remove("").unwrap_or_else(|| Flows::none(from, question.as_of)))
}

/// A question in the words of the cells.
#[derive(Clone)]
struct Ask {
    by: &'static str,
    codes: Vec<String>,
    measure: &'static str,
    rosters: Vec<String>,
    segment: &'static str,
    payer: &'static str,
}

impl Ask {
    fn whole(question: &Question) -> Self {
        Self {
            by: "",
            codes: question.place.codes(),
            measure: question.measure.word(),
            rosters: question.rosters(),
            segment: question.segment.map_or("", Segment::word),
            payer: question.payer.map_or("", Payer::word),
        }
    }
}

fn grace_months(law: &Law, on: Date) -> Result<u8, CoverageRefusal> {
    Ok(law.cover_parameters(on)?.grace_months)
}

fn sum<'a>(counts: impl Iterator<Item = &'a Counts>, grace_months: u8) -> Counts {
    counts.fold(Counts::none(grace_months), |mut sum, counts| {
        sum.add(counts);
        sum
    })
}

/// Counts on a day by part, in one statement. Parts without a row are absent.
async fn counts_by(
    tx: &mut Tx,
    law: &Law,
    ask: &Ask,
    on: Date,
) -> Result<BTreeMap<String, Counts>, CoverageRefusal> {
    let grace_months = grace_months(law, on)?;
    let month = Month::of(on);
    // The oldest tail still in its last month of grace; older ones have lapsed.
    let in_grace_from = month.plus(1 - i32::from(grace_months)).first_day();
    let Ask { by, codes, measure, rosters, segment, payer } = ask.clone();
    let first_day = month.first_day();
    let binds = (by, codes, measure, rosters, segment, payer, first_day, on, in_grace_from);
    let mut parts: BTreeMap<String, Counts> = BTreeMap::new();
    tx.each(&sql::COUNTS_ON, binds, |row| {
        let counts = parts.entry(row.part).or_insert_with(|| Counts::none(grace_months));
        match row.kind.as_str() {
            "tail" => counts.add_tail(row.fell_due.map(|day| month.since(Month::of(day))), row.n),
            _ => counts.add_state(&row.state, row.n),
        }
    })
    .await?;
    Ok(parts)
}

/// Flows by part: one statement for the beginnings, two for the counts at both ends.
async fn flows_by(
    tx: &mut Tx,
    law: &Law,
    ask: &Ask,
    from: Date,
    through: Date,
) -> Result<BTreeMap<String, Flows>, CoverageRefusal> {
    if through < from {
        return Err(CoverageRefusal::PeriodBackwards);
    }
    let before = counts_by(tx, law, ask, from).await?;
    let after = counts_by(tx, law, ask, through).await?;
    let Ask { by, codes, measure, rosters, segment, payer } = ask.clone();
    let binds = (by, codes, measure, rosters, segment, payer, from, through);
    let mut parts: BTreeMap<String, Flows> = BTreeMap::new();
    tx.each(&sql::FLOWS_BETWEEN, binds, |row| {
        let flows = parts.entry(row.part).or_insert_with(|| Flows::none(from, through));
        match row.state.as_str() {
            "new" => flows.new += row.n,
            _ => flows.reactivated += row.n,
        }
    })
    .await?;
    for key in before.keys().chain(after.keys()) {
        parts.entry(key.clone()).or_insert_with(|| Flows::none(from, through));
    }
    for (key, flows) in &mut parts {
        let more =
            |of: fn(&Counts) -> i64| after.get(key).map_or(0, of) - before.get(key).map_or(0, of);
        flows.net_active = more(|counts| counts.active);
        flows.lapsed = more(|counts| counts.lapsed) + flows.reactivated;
    }
    Ok(parts)
}
