//! The cover clock: from paid months to a state on every day, a pure fold in the order of knowing.
//!
//! | choice | why |
//! |---|---|
//! | A paid month protects its calendar month; the first month of a spell only from the day of payment | "covered for accidents from payment" |
//! | What decides on a day is the newest paid month up to that day; so many months of grace as have passed since | a hole in the middle does not end a spell that is paid again in time |
//! | An old month paid in grace counts: April paid in May leaves one missed month, not two | arrears are paid oldest first |
//! | Lapse is the first day of (last paid month + grace months + 1) | 30 June keeps a spell whose last month is March, 1 July does not |
//! | After lapse an old month is not taken; the current or a later one opens the next spell | a payment after lapse is a new enrolment, never a catch-up |
//! | A month paid ahead beyond the lapse opens the next spell on its own first day | the money is there, the days between were not insured |
//! | A month is paid once; its earliest payment counts | doubles are for the credit account |
//! | An end takes effect on the day after its last day | the day of death itself is judged as it was |
//!
//! The fold knows on a day only what was paid up to that day, so history can be asked as it was
//! then, and [`timeline`] agrees with [`cover`] on every day.

mod explain;
mod fold;

use crate::{Law, LawError};
use fold::Fold;
use serde::{Serialize, Serializer};
use std::fmt;
use terms::{Because, Date, Month};

/// A month somebody paid, and the day the money was given.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Deserialize, Serialize,
)]
pub struct PaidMonth {
    /// The contribution month.
    pub month: Month,
    /// The office's date of payment (not of booking).
    pub paid_on: Date,
}

impl PaidMonth {
    /// A month paid on its first day.
    #[must_use]
    pub fn on_first_day(month: Month) -> Self {
        Self { month, paid_on: month.first_day() }
    }
}

/// Why cover ended for good, or until a new enrolment.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Deserialize, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Death: nothing opens cover again.
    Death,
    /// Over age: nothing opens cover again.
    Age,
    /// Became a member in another segment.
    OtherSegment,
    /// Asked to leave.
    Request,
}

impl EndReason {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::Age => "age",
            Self::OtherSegment => "other_segment",
            Self::Request => "request",
        }
    }

    const fn is_final(self) -> bool {
        matches!(self, Self::Death | Self::Age)
    }
}

/// Something other than a payment that changes cover.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CoverEvent {
    /// Cover ends after this day.
    Ended {
        /// Why.
        reason: EndReason,
        /// The last day the state before it holds.
        last_day: Date,
    },
    /// Cover is under review on these days; the clock goes on behind it.
    Suspended {
        /// First day.
        from: Date,
        /// Last day; open while it is not known.
        until: Option<Date>,
    },
}

/// Where cover stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CoverState {
    /// Registered, nothing in force was paid yet.
    RegisteredUnpaid,
    /// The month is paid.
    Active,
    /// So many months missed, still covered.
    Grace(u8),
    /// Too many months missed: not covered.
    Lapsed,
    /// Under review.
    SuspendedReview,
    /// Ended.
    Ended(EndReason),
}

impl CoverState {
    /// The stored and printed word: `active`, `grace2`, `lapsed`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        const GRACE: [&str; 13] = [
            "grace0", "grace1", "grace2", "grace3", "grace4", "grace5", "grace6", "grace7",
            "grace8", "grace9", "grace10", "grace11", "grace12",
        ];
        match self {
            Self::RegisteredUnpaid => "registered_unpaid",
            Self::Active => "active",
            Self::Grace(n) if (n as usize) < GRACE.len() => GRACE[n as usize],
            Self::Grace(_) => "grace",
            Self::Lapsed => "lapsed",
            Self::SuspendedReview => "suspended_review",
            Self::Ended(_) => "ended",
        }
    }

    /// Where the clock stands in a month by the last month paid alone: for lists, of who has not ended.
    #[must_use]
    pub fn by_month(month: Month, grace_months: u8, paid_through: Option<Month>) -> Self {
        let Some(through) = paid_through else { return Self::RegisteredUnpaid };
        match u8::try_from(month.since(through).max(0)) {
            Ok(0) => Self::Active,
            Ok(missed) if missed <= grace_months => Self::Grace(missed),
            _ => Self::Lapsed,
        }
    }

    /// Whether an event on that day is insured by the clock: active or in grace.
    #[must_use]
    pub const fn is_protected(self) -> bool {
        matches!(self, Self::Active | Self::Grace(_))
    }
}

impl fmt::Display for CoverState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl Serialize for CoverState {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

/// The longest grace a law may set: a year.
pub const GRACE_MONTHS_MAX: u8 = 12;

/// What the law says about cover, as of a date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CoverParameters {
    /// Missed months in which cover goes on.
    pub grace_months: u8,
    /// Months in a row before the full death benefit.
    pub qualifying_months: u8,
    /// Oldest arrears that can be paid.
    pub arrears_payable_max: u8,
    /// Whether old arrears are charged on return.
    pub reactivation_charges_arrears: bool,
    /// Whether a payment after lapse opens a new spell.
    pub reactivation_opens_new_spell: bool,
    /// `never` or `within_grace`.
    pub late_payment_after_event_allowed: String,
    /// The steps of the explanation: each parameter, cited.
    #[serde(skip)]
    pub because: Vec<Because>,
}

impl CoverParameters {
    /// Parameters by hand, with the others as the agency is reported to apply them.
    #[must_use]
    pub fn fixed(grace_months: u8, qualifying_months: u8) -> Self {
        Self {
            grace_months: grace_months.min(GRACE_MONTHS_MAX),
            qualifying_months,
            arrears_payable_max: grace_months,
            reactivation_charges_arrears: false,
            reactivation_opens_new_spell: true,
            late_payment_after_event_allowed: "within_grace".into(),
            because: Vec::new(),
        }
    }
}

impl Law {
    /// What the law says about cover on a date.
    pub fn cover_parameters(&self, on: Date) -> Result<CoverParameters, LawError> {
        let grace = self.number("cover.grace_months", on)?;
        let qualifying = self.number("cover.jkm_full_after_months", on)?;
        let arrears = self.number("cover.arrears_payable_max", on)?;
        let late = self.look("cover.late_payment_after_event_allowed", "", on)?.word()?;
        let months = |n: i64| u8::try_from(n).unwrap_or(u8::MAX);
        Ok(CoverParameters {
            grace_months: months(grace.value).min(GRACE_MONTHS_MAX),
            qualifying_months: months(qualifying.value),
            arrears_payable_max: months(arrears.value),
            reactivation_charges_arrears: self.flag_on("cover.reactivation_charges_arrears", on)?,
            reactivation_opens_new_spell: self.flag_on("cover.reactivation_opens_new_spell", on)?,
            late_payment_after_event_allowed: late.value.to_owned(),
            because: vec![grace.because(), qualifying.because()],
        })
    }
}

/// Where somebody stands on a day, without the explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The state.
    pub state: CoverState,
    /// Number of the spell, from 1; 0 before the first.
    pub spell: u32,
    /// First insured day of the spell.
    pub spell_from: Option<Date>,
    /// Last day of the last paid month the spell reaches.
    pub covered_until: Option<Date>,
    /// The same with the months of grace.
    pub protected_until: Option<Date>,
    /// The next state and its first day, if nothing more is paid.
    pub next: Option<(CoverState, Date)>,
    /// From when the death benefit is full, if the months up to then are paid.
    pub full_death_benefit_from: Option<Date>,
}

/// Where somebody stands on a day, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cover {
    /// The state.
    pub state: CoverState,
    /// Number of the spell, from 1; 0 before the first.
    pub spell: u32,
    /// First insured day of the spell.
    pub spell_from: Option<Date>,
    /// Last day of the last paid month the spell reaches.
    pub covered_until: Option<Date>,
    /// The same with the months of grace.
    pub protected_until: Option<Date>,
    /// The next state and its first day, if nothing more is paid.
    pub next: Option<(CoverState, Date)>,
    /// From when the death benefit is full, if the months up to then are paid.
    pub full_death_benefit_from: Option<Date>,
    /// Why.
    pub because: Because,
}

/// A change of state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Transition {
    /// First day of the new state.
    pub on: Date,
    /// The state.
    pub state: CoverState,
    /// The spell it belongs to.
    pub spell: u32,
}

/// What became of a payment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Taken {
    /// It counts in the running spell.
    Counted,
    /// It opens a spell, at once or on the month's first day.
    Opens,
    /// The month was paid before.
    Duplicate,
    /// The month is over and nobody was insured: a new enrolment is needed.
    TooLate,
    /// The month lies before the running spell.
    BeforeSpell,
    /// Cover had ended.
    AfterEnd,
}

impl Taken {
    /// Whether the month counts.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Counted | Self::Opens)
    }
}

/// Where somebody stands on a day, explained; only payments made up to that day are known.
#[must_use]
pub fn cover(
    paid: &[PaidMonth],
    events: &[CoverEvent],
    parameters: &CoverParameters,
    as_of: Date,
) -> Cover {
    let fold = Fold::run(paid, events, parameters, as_of);
    let Standing {
        state,
        spell,
        spell_from,
        covered_until,
        protected_until,
        next,
        full_death_benefit_from,
    } = fold.standing();
    let because = explain::cover(&fold, parameters);
    Cover {
        state,
        spell,
        spell_from,
        covered_until,
        protected_until,
        next,
        full_death_benefit_from,
        because,
    }
}

/// The same without the explanation, for bulk work.
#[must_use]
pub fn standing(
    paid: &[PaidMonth],
    events: &[CoverEvent],
    parameters: &CoverParameters,
    as_of: Date,
) -> Standing {
    Fold::run(paid, events, parameters, as_of).standing()
}

/// Every change of state up to a day, as it happened, and as it will if nothing more is paid.
/// Before the first change the state is [`CoverState::RegisteredUnpaid`]. One day has one change:
/// a lapse and a new spell on the same day show as the new spell.
#[must_use]
pub fn timeline(
    paid: &[PaidMonth],
    events: &[CoverEvent],
    parameters: &CoverParameters,
    through: Date,
) -> Vec<Transition> {
    Fold::run(paid, events, parameters, through).into_transitions()
}

/// What becomes of each payment, in the order of knowing.
#[must_use]
pub fn takings(
    paid: &[PaidMonth],
    events: &[CoverEvent],
    parameters: &CoverParameters,
    as_of: Date,
) -> Vec<(PaidMonth, Taken)> {
    Fold::run(paid, events, parameters, as_of).into_takings()
}
