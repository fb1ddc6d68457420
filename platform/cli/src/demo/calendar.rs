//! What happens when: the days of the cohorts, of the month ends, and of the lives, in one order.

use super::story::{Cohort, KLATEN_FIRST_DAY};
use jiff::{SignedDuration, ToSpan, civil::time, tz};
use terms::{Date, Month, OFFICE_TIME, Timestamp};

/// People who come in on one day: the fewer, the more days; the more, the fewer commits.
const COMERS_MAX: u64 = 2_000;
/// People of one cohort who pay again in one commit.
const AGAIN_MAX: u64 = 2_000;

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Happening {
    /// A month begins: what was received ahead for it becomes income.
    MonthBegins(Month),
    /// Some people of a cohort come in: from this one on, so many.
    Come { cohort: usize, first: u64, n: u64 },
    /// Some people of a cohort pay again.
    PayAgain { cohort: usize, first: u64, n: u64, months: u32 },
    /// A step in one of the lives.
    Step(usize),
    /// A month is over: its money reaches the bank and the funds, and its books are closed.
    MonthEnds(Month),
}

/// When what happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Day {
    pub(super) at: Timestamp,
    pub(super) happens: Happening,
}
