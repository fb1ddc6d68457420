//! How many there were month by month: one statement for any number of months and any size.

use super::Goal;
use crate::{CoverageRefusal, Measure, Question, coverage::coverage, sql};
use db::Tx;
use regulation::Law;
use std::collections::BTreeMap;
use terms::{Date, Month, Payer, Segment};

/// Counts of the people of a target by month. Before the first day of the register nothing was
/// recorded, and that is no zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// The month of the first record; none in an empty register.
    pub began: Option<Month>,
    /// How much the count changed in each month; for what begins, how many began.
    pub by_month: BTreeMap<Month, i64>,
    /// Whether it is a number on a day (active); else one over days (new).
    pub is_stock: bool,
    /// Up to this day.
    pub as_of: Date,
    /// The exact number on that day, for a number on a day.
    pub now: Option<i64>,
}

impl Counted {
    /// The number at the end of a month, or since `first` for what begins; none where nothing was
    /// recorded yet, or the month is still to come.
    #[must_use]
    pub fn at(&self, first: Month, month: Month) -> Option<i64> {
        let today = Month::of(self.as_of);
        if self.began.is_none_or(|began| month < began) || month > today {
            return None;
        }
        if self.is_stock && month == today && self.now.is_some() {
            return self.now;
        }
        let from = if self.is_stock { None } else { Some(first) };
        let counts = self.by_month.iter();
        let within = counts.filter(|(m, _)| **m <= month && from.is_none_or(|from| **m >= from));
        Some(within.map(|(_, n)| n).sum())
    }

    /// How many came within one month: began, or more at its end than before it.
    #[must_use]
    pub fn within(&self, month: Month) -> Option<i64> {
        let at_end = self.at(month, month)?;
        match self.is_stock {
            true => Some(at_end - self.at(month, month.previous()).unwrap_or(0)),
            false => Some(at_end),
        }
    }
}

/// The states that a registered membership may be in, with as many months of grace as any law gave.
const REGISTERED: [&str; 10] = [
    "active",
    "grace1",
    "grace2",
    "grace3",
    "grace4",
    "grace5",
    "grace6",
    "lapsed",
    "registered_unpaid",
    "suspended_review",
];

/// Counts the people of a target, up to a day. An agent's members are not counted here.
pub async fn counted_in(
    tx: &mut Tx,
    law: &Law,
    goal: &Goal,
    as_of: Date,
) -> Result<Counted, CoverageRefusal> {
    let question = question_of(goal, as_of)?;
    let (states, tails, flow): (&[&str], i64, &str) = match goal.counts.as_str() {
        "new" => (&[], 0, "new"),
        "registered" => (&REGISTERED, 0, ""),
        _ => (&["active"], 1, ""),
    };
    let states = states.iter().map(|state| (*state).to_owned()).collect();
    let segment = question.segment.map_or("", Segment::word);
    let payer = question.payer.map_or("", Payer::word);
    let (codes, measure) = (question.place.codes(), question.measure.word());
    let binds = (codes, measure, question.rosters(), segment, payer, states, tails, flow, as_of);
    let mut by_month: BTreeMap<Month, i64> = BTreeMap::new();
    tx.each(&sql::CHANGE_BY_DAY, binds, |(day, n): (Date, i64)| {
        *by_month.entry(Month::of(day)).or_default() += n;
    })
    .await?;
    let (began,): (Option<Date>,) = tx.one(&sql::REGISTER_BEGAN, ()).await?;
    let is_stock = goal.counts != "new";
    let now = match (is_stock, began) {
        (true, Some(_)) => {
            let counts = coverage(tx, law, question).await?.counts;
            let registered = goal.counts == "registered";
            Some(if registered { counts.registered() } else { counts.active })
        }
        _ => None,
    };
    Ok(Counted { began: began.map(Month::of), by_month, is_stock, as_of, now })
}

fn question_of(goal: &Goal, as_of: Date) -> Result<Question, CoverageRefusal> {
    let group = registry::group(&goal.person_group).ok().map(|group| group.code);
    let segment: Option<Segment> = goal.segment.parse().ok();
    let payer: Option<Payer> = goal.payer.parse().ok();
    // What a payer pays is counted by memberships, everybody by persons.
    let measure = (segment.is_some() || payer.is_some()).then_some(Measure::Memberships);
    Question::new(goal.place(), as_of, measure, group, segment, payer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn counted(is_stock: bool) -> Counted {
        let by_month = [("2026-02", 5), ("2026-03", 2), ("2026-05", -1)];
        Counted {
            began: Some(month("2026-02")),
            by_month: by_month.into_iter().map(|(m, n)| (month(m), n)).collect(),
            is_stock,
            as_of: "2026-05-20".parse().unwrap(),
            now: is_stock.then_some(7),
        }
    }

    #[test]
    fn before_the_register_and_after_today_there_is_no_number() {
        let stock = counted(true);
        let at = |m| stock.at(month("2026-01"), month(m));
        assert_eq!([at("2026-01"), at("2026-06")], [None, None]);
        assert_eq!([at("2026-02"), at("2026-04"), at("2026-05")], [Some(5), Some(7), Some(7)]);
        assert_eq!(stock.within(month("2026-03")), Some(2));
        assert_eq!(stock.within(month("2026-02")), Some(5));
    }

    #[test]
    fn what_begins_is_counted_from_the_first_month_of_the_target() {
        let flow = counted(false);
        assert_eq!(flow.at(month("2026-03"), month("2026-04")), Some(2));
        assert_eq!(flow.within(month("2026-04")), Some(0));
    }
}
