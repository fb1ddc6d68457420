//! One share with everything that belongs to it: numerator, denominator, definition, source, date.
//!
//! The denominator is the newest known on the day asked for, of exactly this place, group and
//! segment. Where there is none the share is empty and says why; nothing is estimated. The status
//! word is the one the denominator's source counts by, unless asked otherwise.

mod sentence;

use crate::{
    Amount, CoverageRefusal, Denominator, Place, Qualifier, Question, StatusWord,
    coverage::{Counts, coverage},
    door::denominators_on,
    percent_text,
};
use db::Tx;
use regulation::Law;
use serde::Serialize;
use terms::{Date, Segment};

/// One share, as `lindung report coverage` prints it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CoverageReport {
    /// How many count.
    pub numerator: i64,
    /// Out of how many; none when no base is known.
    pub denominator: Option<i64>,
    /// The share in per cent, one decimal, half up; none without a base.
    pub percent: Option<String>,
    /// The day.
    pub as_of: Date,
    /// What is counted and of what, in English.
    pub definition: String,
    /// The same in Indonesian.
    pub definition_id: String,
    /// Where the base was read; none without one.
    pub source: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// How the base was hedged.
    pub qualifier: Option<Qualifier>,
    /// How the share is hedged because of it.
    pub percent_qualifier: Option<Qualifier>,
    /// Which status word the numerator uses.
    pub counts: StatusWord,
    /// Whom the base leaves uncovered; none without one. Below zero when more count than the base has.
    pub gap: Option<i64>,
    /// When the base was said to be so.
    pub valid_from: Option<Date>,
    /// How sure we are of the base.
    pub status: Option<String>,
    /// Why there is no share, in Indonesian.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_id: Option<String>,
    /// Why there is no share, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_en: Option<String>,
    /// The same numerator over each other base that was known.
    pub other_bases: Vec<OtherBase>,
    /// What was asked.
    #[serde(flatten)]
    pub question: Question,
    /// All states, so that grace and lapse are seen beside the share.
    pub states: Counts,
}

/// The same people over another base.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OtherBase {
    /// What was counted.
    pub basis: String,
    /// How many.
    pub denominator: i64,
    /// How it was hedged.
    pub qualifier: Qualifier,
    /// The share of it.
    pub percent: Option<String>,
    /// Its definition in Indonesian.
    pub definition_id: String,
    /// Its definition in English.
    pub definition_en: String,
    /// Where it was read.
    pub source: String,
    /// When it was said to be so.
    pub valid_from: Date,
}

/// The share of a question on its day. `status` overrides the status word of the base.
pub async fn coverage_report(
    tx: &mut Tx,
    law: &Law,
    question: Question,
    status: Option<StatusWord>,
) -> Result<CoverageReport, CoverageRefusal> {
    let found = Bases::find(tx, &question).await?;
    let states = coverage(tx, law, question.clone()).await?.counts;
    let word = status.or_else(|| found.word()).unwrap_or(StatusWord::Active);
    let numerator = states.of(word);
    let base = found.whole();
    let denominator = base.as_ref().map(|base| base.value);
    let newest = found.newest.as_slice();
    let (definition_id, definition) = sentence::definition(&question, word, newest);
    let (reason_id, reason_en) = found.reason(&question).unzip();
    let shared =
        |of: fn(&Denominator) -> String| base.is_some().then(|| sentence::joined(newest, of));
    let other_bases = found.others.iter().map(|other| OtherBase::of(other, numerator)).collect();
    Ok(CoverageReport {
        numerator,
        denominator,
        percent: denominator.and_then(|whole| percent_text(numerator, whole, 1)),
        as_of: question.as_of,
        definition,
        definition_id,
        source: shared(|base| base.source.clone()),
        publisher: shared(|base| base.publisher.clone()),
        qualifier: base.map(|base| base.qualifier),
        percent_qualifier: base.map(|base| base.qualifier.turned()),
        counts: word,
        gap: denominator.map(|whole| whole - numerator),
        valid_from: base.and_then(|_| newest.iter().map(|base| base.valid_from).min()),
        status: shared(|base| base.status.clone()),
        reason_id,
        reason_en,
        other_bases,
        question,
        states,
    })
}

impl OtherBase {
    fn of(base: &Denominator, numerator: i64) -> Self {
        Self {
            basis: base.basis.clone(),
            denominator: base.value,
            qualifier: base.qualifier,
            percent: percent_text(numerator, base.value, 1),
            definition_id: base.definition_id.clone(),
            definition_en: base.definition_en.clone(),
            source: base.source.clone(),
            valid_from: base.valid_from,
        }
    }
}

/// The bases of a question: of the place as a whole, or of each of its areas.
struct Bases {
    newest: Vec<Denominator>,
    others: Vec<Denominator>,
    missing: Vec<String>,
}

impl Bases {
    async fn find(tx: &mut Tx, question: &Question) -> Result<Self, CoverageRefusal> {
        let mut found = Self { newest: Vec::new(), others: Vec::new(), missing: Vec::new() };
        if question.payer.is_some() {
            return Ok(found);
        }
        let (key, codes) = (question.place.key(), question.place.codes());
        let mut areas = codes.clone();
        areas.push(key.clone());
        let group = question.group.unwrap_or("").to_owned();
        let segment = question.segment.map_or("", Segment::word);
        let all = denominators_on(tx, areas, vec![group], segment, question.as_of).await?;
        let of =
            |area: &str| all.iter().filter(|base| base.area == area).cloned().collect::<Vec<_>>();
        let mut whole = of(&key).into_iter();
        if let Some(newest) = whole.next() {
            let mut seen = vec![newest.basis.clone()];
            for other in whole {
                if !seen.contains(&other.basis) {
                    seen.push(other.basis.clone());
                    found.others.push(other);
                }
            }
            found.newest.push(newest);
            return Ok(found);
        }
        for code in codes {
            match of(&code).into_iter().next() {
                Some(newest) => found.newest.push(newest),
                None => found.missing.push(code),
            }
        }
        Ok(found)
    }

    /// Whether the areas' bases count by one status word and one basis.
    fn alike(&self) -> bool {
        let first = self.newest.first();
        self.newest.iter().all(|base| {
            first.is_some_and(|first| (first.counts, &first.basis) == (base.counts, &base.basis))
        })
    }

    fn word(&self) -> Option<StatusWord> {
        self.newest.first().filter(|_| self.alike()).map(|base| base.counts)
    }

    /// The base of the whole place; none when one area has none, or they count different things.
    fn whole(&self) -> Option<Amount> {
        if self.newest.is_empty() || !self.missing.is_empty() || !self.alike() {
            return None;
        }
        let sum = |sum: Amount, base: &Denominator| {
            Amount::hedged(sum.value + base.value, sum.qualifier.and(base.qualifier))
        };
        Some(self.newest.iter().fold(Amount::exactly(0), sum))
    }

    /// Why there is no share, in Indonesian and English.
    fn reason(&self, question: &Question) -> Option<(String, String)> {
        if self.whole().is_some() {
            return None;
        }
        Some(if question.payer.is_some() {
            (
                "Tidak ada penyebut per pembayar; hilangkan pembayar untuk melihat cakupan.".into(),
                "There is no base by payer; leave out the payer to see a share.".into(),
            )
        } else if self.missing.is_empty() && !self.newest.is_empty() {
            (
                "Penyebut wilayah-wilayah ini menghitung hal yang berbeda; lihat satu per satu."
                    .into(),
                "The bases of these areas count different things; look at each alone.".into(),
            )
        } else {
            let place = match &question.place {
                Place::Nation => question.place.to_string(),
                Place::Areas(_) => self.missing.join(", "),
            };
            (
                format!(
                    "Belum ada yang menyebut dari berapa orang untuk {place} per {}, jadi tidak ada persentase. Administrator dapat menambahkan angka itu bersama sumbernya.",
                    question.as_of
                ),
                format!(
                    "Nobody has stated out of how many for {place} by {}, so there is no percentage. An administrator can add the number with its source.",
                    question.as_of
                ),
            )
        })
    }
}

/// Several shares together, each with its own status word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RollUp {
    /// All numerators.
    pub numerator: i64,
    /// All denominators.
    pub denominator: i64,
    /// The share in per cent, one decimal.
    pub percent: Option<String>,
    /// Whom the bases leave uncovered.
    pub gap: i64,
    /// The status words in it; more than one is said in the definition.
    pub counts: Vec<StatusWord>,
    /// What is added up, in Indonesian.
    pub definition_id: String,
    /// What is added up, in English.
    pub definition_en: String,
}

/// Adds up shares of different groups. A share without a base refuses the sum.
pub fn roll_up(reports: &[CoverageReport]) -> Result<RollUp, CoverageRefusal> {
    let (mut numerator, mut denominator) = (0, 0);
    let mut counts = Vec::new();
    for report in reports {
        let name = || match report.question.group {
            Some(group) => group.to_owned(),
            None => report.question.place.to_string(),
        };
        let whole = report.denominator.ok_or_else(|| CoverageRefusal::NothingToRollUp(name()))?;
        numerator += report.numerator;
        denominator += whole;
        counts.push(report.counts);
    }
    counts.sort_unstable();
    counts.dedup();
    let (definition_id, definition_en) = sentence::rolled_up(reports, counts.len() > 1);
    Ok(RollUp {
        numerator,
        denominator,
        percent: percent_text(numerator, denominator, 1),
        gap: denominator - numerator,
        counts,
        definition_id,
        definition_en,
    })
}
