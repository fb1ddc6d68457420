//! A relief rule: for whom, in which months, what part of a contribution remains to be paid.

use serde::Serialize;
use terms::{Month, Payer, Programme, Programmes, Rate, Sector, Segment};

/// Who and when, and what they pay. Each field narrows; a rule applies when all fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Relief {
    /// Which members.
    pub segment: Segment,
    /// Which contributions.
    pub programmes: Programmes,
    /// Which sectors.
    pub sectors: Vec<Sector>,
    /// Whose money.
    pub payers: Vec<Payer>,
    /// Whose money the instrument names as excluded; for the explanation.
    pub excluded_payers: Vec<Payer>,
    /// First contribution month.
    pub first: Month,
    /// Last contribution month.
    pub last: Month,
    /// Only who joined in this month or earlier.
    pub joined_until: Option<Month>,
    /// Only who joined in this month or later.
    pub joined_from: Option<Month>,
    /// The first months of a membership that are still paid in full.
    pub full_months_first: u32,
    /// Only who had paid everything up to this month.
    pub settled_through: Option<Month>,
    /// The part that remains to be paid; `None` when nobody has read it.
    #[serde(serialize_with = "rate_text")]
    pub pays: Option<Rate>,
}

fn rate_text<S: serde::Serializer>(rate: &Option<Rate>, s: S) -> Result<S::Ok, S::Error> {
    match rate {
        Some(rate) => s.collect_str(rate),
        None => s.serialize_str("unknown"),
    }
}

/// The facts a relief looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) segment: Segment,
    pub(crate) programme: Programme,
    pub(crate) month: Month,
    pub(crate) sector: Option<Sector>,
    pub(crate) payer: Payer,
    pub(crate) joined: Option<Month>,
    pub(crate) settled_through: Option<Month>,
}

/// What a relief says to a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    Applies,
    /// It depends on the month of joining, which was not given.
    JoinedNeeded,
    /// Another month, programme or segment: nothing to tell.
    Elsewhere,
    /// It was near: this is worth telling.
    Not(WhyNot),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WhyNot {
    Sector,
    Payer,
    PayerExcluded,
    Joined,
    FirstMonths,
    NotSettled,
}

impl Relief {
    pub(crate) fn judge(&self, case: &Case) -> Verdict {
        if self.segment != case.segment
            || !self.programmes.has(case.programme)
            || case.month < self.first
            || case.month > self.last
        {
            return Verdict::Elsewhere;
        }
        // The exclusion is the stronger reason: it holds in every sector.
        if self.excluded_payers.contains(&case.payer) {
            return Verdict::Not(WhyNot::PayerExcluded);
        }
        if case.sector.is_some_and(|sector| !self.sectors.contains(&sector)) {
            return Verdict::Not(WhyNot::Sector);
        }
        if !self.payers.contains(&case.payer) {
            return Verdict::Not(WhyNot::Payer);
        }
        self.judge_member(case)
    }

    fn judge_member(&self, case: &Case) -> Verdict {
        if self.joined_until.is_some() || self.joined_from.is_some() || self.full_months_first > 0 {
            let Some(joined) = case.joined else { return Verdict::JoinedNeeded };
            if self.joined_until.is_some_and(|last| joined > last)
                || self.joined_from.is_some_and(|first| joined < first)
            {
                return Verdict::Not(WhyNot::Joined);
            }
            if i64::from(case.month.since(joined)) < i64::from(self.full_months_first) {
                return Verdict::Not(WhyNot::FirstMonths);
            }
        }
        match (self.settled_through, case.settled_through) {
            (Some(needed), Some(settled)) if settled < needed => Verdict::Not(WhyNot::NotSettled),
            _ => Verdict::Applies,
        }
    }

    /// Whether some case could fit both: then the law would contradict itself.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let joined = |rule: &Self| {
            (
                rule.joined_from.map_or(i32::MIN, Month::ordinal),
                rule.joined_until.map_or(i32::MAX, Month::ordinal),
            )
        };
        let ((a_from, a_until), (b_from, b_until)) = (joined(self), joined(other));
        self.segment == other.segment
            && self.programmes.iter().any(|programme| other.programmes.has(programme))
            && self.sectors.iter().any(|sector| other.sectors.contains(sector))
            && self.payers.iter().any(|payer| other.payers.contains(payer))
            && self.first <= other.last
            && other.first <= self.last
            && a_from <= b_until
            && b_from <= a_until
    }
}
