//! What happens when: cohorts come in and pay, months begin and end, lives go on, in one order.

use super::story::Cohort;
use jiff::{SignedDuration, ToSpan};
use terms::{Date, Month, OFFICE_TIME, Timestamp};

/// People who come in on one day, in one commit.
const COMERS_MAX: u64 = 2_000;
/// People of one cohort who pay again in one commit.
const AGAIN_MAX: u64 = 1_000;
/// The day on which the books of the month before are brought to an end.
const BOOKS_DAY: i32 = 3;

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Happening {
    /// A month begins: what was received ahead for it becomes income.
    MonthBegins(Month),
    /// The month before is over: its money goes to the bank and the funds, and its books close.
    MonthEnds { month: Month, closes: bool },
    /// Some people of a cohort come in: so many, from this one on.
    Come { cohort: usize, first: u64, n: u64 },
    /// Some people of a cohort pay again.
    PayAgain { cohort: usize, first: u64, n: u64, months: u32 },
    /// A step in one of the lives.
    Step(usize),
}

/// When what happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) at: Timestamp,
    pub(super) happens: Happening,
}

/// Everything up to `now`, in the order of time. `steps` are the days of the steps in the lives.
pub(super) fn calendar(cohorts: &[Cohort], steps: &[Date], now: Timestamp) -> Vec<Entry> {
    let today = terms::office_date(now);
    let mut days: Vec<(Date, Happening)> = Vec::new();
    for (at, cohort) in cohorts.iter().enumerate() {
        coming(at, cohort, &mut days);
        paying_again(at, cohort, &mut days);
    }
    days.extend(steps.iter().enumerate().map(|(at, on)| (*on, Happening::Step(at))));
    let first = days.iter().map(|(on, _)| Month::of(*on)).min().unwrap_or(Month::of(today));
    let this = Month::of(today);
    for month in first.through(this) {
        days.push((month.first_day(), Happening::MonthBegins(month)));
        let on = month.next().first_day().saturating_add((BOOKS_DAY - 1).days());
        let closes = month.since(this) <= -2;
        days.push((on, Happening::MonthEnds { month, closes }));
    }
    days.retain(|(on, _)| *on < today);
    // A stable sort: what falls on one day keeps the order above, but months begin first.
    days.sort_by_key(|(on, happens)| (*on, !matches!(happens, Happening::MonthBegins(_))));
    stamped(days)
}

fn coming(at: usize, cohort: &Cohort, days: &mut Vec<(Date, Happening)>) {
    let n_batches = cohort.n.div_ceil(COMERS_MAX).max(1);
    let span = i64::from((cohort.to - cohort.from).get_days());
    for batch in 0..n_batches {
        let first = cohort.n * batch / n_batches;
        let n = cohort.n * (batch + 1) / n_batches - first;
        // The first comes on the first day and the last on the last.
        let day = i64::try_from(batch).unwrap_or(0) * span
            / i64::try_from(n_batches - 1).unwrap_or(1).max(1);
        let on = cohort.from.saturating_add(day.days());
        days.push((on, Happening::Come { cohort: at, first, n }));
    }
}

fn paying_again(at: usize, cohort: &Cohort, days: &mut Vec<(Date, Happening)>) {
    for again in &cohort.again {
        let mut first = 0;
        while first < again.n.min(cohort.n) {
            let n = AGAIN_MAX.min(again.n.min(cohort.n) - first);
            let happens = Happening::PayAgain { cohort: at, first, n, months: again.months };
            days.push((again.on, happens));
            first += n;
        }
    }
}

/// From eight in the morning on, a second apart.
fn stamped(days: Vec<(Date, Happening)>) -> Vec<Entry> {
    let (mut last, mut nth) = (Date::MIN, 0);
    let mut entries = Vec::with_capacity(days.len());
    for (on, happens) in days {
        nth = if on == last { nth + 1 } else { 0 };
        last = on;
        let morning = OFFICE_TIME.to_timestamp(on.at(8, 0, 0, 0));
        let at = morning.map_or(Timestamp::MAX, |at| at + SignedDuration::from_secs(nth));
        entries.push(Entry { at, happens });
    }
    entries
}
