//! Denominators, targets and published figures as the database holds them.

use crate::{Amount, Place, Qualifier, StatusWord, sql};
use db::{DbError, Json, Tx};
use serde::Serialize;
use terms::Date;

db::row! {
    /// A head count or potential from outside: what a share is of.
    #[derive(Serialize, PartialEq, Eq)]
    pub struct Denominator {
        /// Its stable id.
        pub id: String,
        /// Where, as [`Place::key`] writes it.
        pub area: String,
        /// Of which group; empty for everyone.
        pub person_group: String,
        /// Of which segment; empty for all.
        pub segment: String,
        /// Which status word a share of it uses.
        pub counts: StatusWord,
        /// What was counted: `head_count`, `work_force`, `employed`, `eligible`, `potential`, `not_stated`.
        pub basis: String,
        /// How many.
        pub value: i64,
        /// How the number was hedged.
        pub qualifier: Qualifier,
        /// What was counted, in Indonesian.
        pub definition_id: String,
        /// What was counted, in English.
        pub definition_en: String,
        /// Where it was read.
        pub source: String,
        /// Who published it.
        pub publisher: String,
        /// When it was said to be so.
        pub event_on: Option<Date>,
        /// When it was said.
        pub stated_on: Option<Date>,
        /// From when it is used.
        pub valid_from: Date,
        /// How sure we are: `confirmed`, `reported`, `derived`, `unconfirmed`.
        pub status: String,
    }
}

impl Denominator {
    /// The number with its hedge.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        Amount::hedged(self.value, self.qualifier)
    }
}

db::row! {
    /// A target: of whom, where, until when, by which document.
    #[derive(Serialize, PartialEq, Eq)]
    pub struct Target {
        /// Its stable id.
        pub id: String,
        /// Where, as [`Place::key`] writes it.
        pub area: String,
        /// Of which group; empty for everyone.
        pub person_group: String,
        /// Of which segment; empty for all.
        pub segment: String,
        /// Heads, or none where it is a percentage.
        pub value: Option<i64>,
        /// A percentage in parts per million, or none where it is heads.
        pub percent_ppm: Option<i64>,
        /// What the percentage is of; none where nobody said.
        pub of_denominator: Option<String>,
        /// First day.
        pub from_on: Date,
        /// Last day.
        pub until_on: Date,
        /// Whose target it is.
        pub owner: String,
        /// Where it was read.
        pub source: String,
        /// Who published it.
        pub publisher: String,
        /// How sure we are.
        pub status: String,
    }
}

db::row! {
    /// A figure somebody published, as they said it, with what the checker makes of it.
    #[derive(Serialize, PartialEq, Eq)]
    pub struct OutsideFigure {
        /// Its stable id.
        pub id: String,
        /// Where, as [`Place::key`] writes it.
        pub area: String,
        /// What it is about.
        pub subject: String,
        /// Of which group; empty for everyone.
        pub person_group: String,
        /// Of which segment; empty for all, `unknown` where nobody said.
        pub segment: String,
        /// The number, in its unit.
        pub value: i64,
        /// `persons`, `ppm` (a share in parts per million) or `rupiah`.
        pub unit: String,
        /// How it was hedged.
        pub qualifier: Qualifier,
        /// What it is of, in the words of the source.
        pub base: Option<String>,
        /// The status word of the source: registered, active, protected.
        pub status_word: Option<String>,
        /// What was said, shortened, without names.
        pub sentence: String,
        /// Where it was read.
        pub source: String,
        /// Who published it.
        pub publisher: String,
        /// When it was said to be so.
        pub event_on: Option<Date>,
        /// When it was said.
        pub stated_on: Option<Date>,
        /// The day it holds for.
        pub as_of: Option<Date>,
        /// What the checker makes of it.
        pub verdict: String,
        /// What is open about it, words parted by blanks.
        pub flags: String,
        /// Why, in Indonesian.
        pub reason_id: String,
        /// Why, in English.
        pub reason_en: String,
        /// What it would be of each base it could have.
        pub readings: Json,
    }
}

impl OutsideFigure {
    /// The number with its hedge.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        Amount::hedged(self.value, self.qualifier)
    }
}

/// Denominators of places and groups known on a day, the newest of each first.
pub(crate) async fn denominators_on(
    tx: &mut Tx,
    areas: Vec<String>,
    groups: Vec<String>,
    segment: &'static str,
    on: Date,
) -> Result<Vec<Denominator>, DbError> {
    tx.all(&sql::DENOMINATORS_ON, (areas, groups, segment, on)).await
}

/// Every denominator of a place that was known on a day, newest first: work force, employed,
/// eligible and local head counts side by side.
pub async fn denominators(
    tx: &mut Tx,
    place: &Place,
    group: Option<&'static str>,
    segment: Option<terms::Segment>,
    on: Date,
) -> Result<Vec<Denominator>, DbError> {
    let segment = segment.map_or("", terms::Segment::word);
    denominators_on(tx, vec![place.key()], vec![group.unwrap_or("").into()], segment, on).await
}

/// The targets of a place that run on a day, the nearest end first.
pub async fn targets(tx: &mut Tx, place: &Place, on: Date) -> Result<Vec<Target>, DbError> {
    tx.all(&sql::TARGETS_ON, (place.key(), on)).await
}

/// The targets of many places for exactly one group and segment (empty for all) that run on a day,
/// by place, the nearest end first.
pub async fn targets_among(
    tx: &mut Tx,
    areas: Vec<String>,
    group: &'static str,
    segment: &'static str,
    on: Date,
) -> Result<Vec<Target>, DbError> {
    tx.all(&sql::TARGETS_AMONG, (areas, group, segment, on)).await
}

/// Published figures by id, of one place or of all; a page after an id.
pub async fn outside_figures(
    tx: &mut Tx,
    place: Option<&Place>,
    after: &str,
    limit: u32,
) -> Result<Vec<OutsideFigure>, DbError> {
    let (any, key) = place.map_or(("any", String::new()), |place| ("one", place.key()));
    tx.all(&sql::OUTSIDE_FIGURES, (any, key, after.to_owned(), i64::from(limit))).await
}
