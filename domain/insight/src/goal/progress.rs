//! Where a target stands: what is missing, how fast it must go, what the last one came to, the chart.
//!
//! One definition for the branch's card, the page of a target and the phone of an agent: every number
//! of them is made here, out of a target and counts by month.

use super::{Counted, Goal, StatedResult, TargetRefusal, counted_in, may_read, results_of};
use crate::{
    Amount, sql,
    target::{
        Share, factor, gap, growth, heads_of_percent, line, months_left, pace, pace_so_far, share,
        stated_share,
    },
};
use access::Office;
use db::{Tx, Uuid};
use serde::Serialize;
use terms::{Assessment, Because, Date, Month, Status, ids::UserId};

/// Where a target stands by one number: our own count, or what somebody said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stand {
    /// `counted` or `stated`.
    pub basis: &'static str,
    /// The number.
    pub at_hand: Assessment<Amount>,
    /// The day it holds for.
    pub as_of: Date,
    /// Where it was read; none for our own count.
    pub source: Option<String>,
    /// What is missing; below zero when the target is passed.
    pub gap: Option<Assessment<Amount>>,
    /// The least that is missing, where the hedge sets one.
    pub at_least: Option<i64>,
    /// How many per cent of the target there are.
    pub reached: Option<Assessment<Share>>,
    /// How many times the number the target is.
    pub factor: Option<Assessment<Share>>,
    /// The months that are left, the first and the last.
    pub months_left: Option<(Month, Month)>,
    /// How many a month reach it in time.
    pub pace_needed: Option<Assessment<Amount>>,
    /// How many came a month since the target began.
    pub pace_so_far: Option<Assessment<Amount>>,
}

/// The target before, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Previous {
    /// The target.
    pub goal: Goal,
    /// In heads.
    pub heads: Option<Amount>,
    /// By how much the new one is higher.
    pub growth: Option<Assessment<Share>>,
    /// What came of it, by our own count and by what was said.
    pub results: Vec<Came>,
}

/// What came of a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Came {
    /// `counted` or `stated`.
    pub basis: &'static str,
    /// The result.
    pub result: Assessment<Amount>,
    /// What was missing.
    pub shortfall: Option<Assessment<Amount>>,
    /// How many times the result the new target is.
    pub times: Option<Assessment<Share>>,
    /// The day it holds for.
    pub as_of: Date,
    /// Where it was read; none for our own count.
    pub source: Option<String>,
}

/// A month of the chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Point {
    /// The month.
    pub month: Month,
    /// Where the straight line to the target stands at its end.
    pub target: Option<i64>,
    /// The count at its end; none where nothing was recorded, or the month is to come.
    pub actual: Option<i64>,
    /// How many came within it.
    pub came: Option<i64>,
    /// The count at the end of the same month a year before.
    pub last_year: Option<i64>,
}

/// Where a target stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The target.
    pub goal: Goal,
    /// In heads, with the reason; none where a percentage has no base, or in a draft.
    pub heads: Option<Assessment<Amount>>,
    /// Why there are no heads, in Indonesian and English.
    pub no_heads: Option<[&'static str; 2]>,
    /// Where it stands, our own count first.
    pub stands: Vec<Stand>,
    /// Why our own count is missing, in Indonesian and English.
    pub not_recorded: Option<[&'static str; 2]>,
    /// The target before.
    pub previous: Option<Previous>,
    /// Month by month.
    pub chart: Vec<Point>,
    /// As of.
    pub as_of: Date,
}

const DRAFT: [&str; 2] = [
    "Target ini masih draf: nilai atau tanggalnya belum ada.",
    "This target is a draft: its value or its dates are still missing.",
];
const NO_BASE: [&str; 2] = [
    "Persentase ini tidak menyebut dari berapa orang, jadi tidak ada jumlah orang.",
    "This percentage does not say of how many, so there is no number of heads.",
];
const NOT_RECORDED: [&str; 2] = [
    "Belum tercatat: daftar kantor ini belum ada pada hari itu.",
    "Not recorded: this office had no register on that day.",
];
/// More months than anybody reads: a longer target shows its first so many.
const POINTS_MAX: i32 = 360;

/// A target in heads with its reason; none where a percentage has no base.
#[must_use]
pub fn heads_of(goal: &Goal) -> Option<Assessment<Amount>> {
    let said = |amount: Amount, why: Because| Assessment::new(amount, why);
    match (goal.value, goal.percent(), goal.base()) {
        (Some(value), ..) => {
            let heads = Amount::hedged(value, goal.qualifier);
            let (id, en) = heads.said();
            let why = Because::new("insight.target", Status::Reported, id, en);
            Some(said(heads, why.input("document", &goal.document)))
        }
        (None, Some(percent), Some(base)) => {
            let (heads, why) = heads_of_percent(percent, base)?.into_parts();
            let heads = Amount::hedged(heads.value, heads.qualifier.and(goal.qualifier));
            Some(said(heads, why.input("base_source", &goal.base_source)))
        }
        _ => None,
    }
}

/// A target, its counts and what was said of it, and the one before: everything that follows.
#[must_use]
pub fn progress(
    goal: Goal,
    counted: &Counted,
    results: &[StatedResult],
    before: Option<Goal>,
) -> Progress {
    let as_of = counted.as_of;
    let heads = heads_of(&goal);
    let no_heads = match (&heads, goal.state.as_str()) {
        (Some(_), _) => None,
        (None, "draft") => Some(DRAFT),
        _ => Some(NO_BASE),
    };
    let mut stands = Vec::new();
    let mut not_recorded = None;
    let (mut chart, mut previous) = (Vec::new(), None);
    if let (Some(from_on), Some(until_on)) = (goal.from_on, goal.until_on) {
        let target = heads.as_ref().map(|heads| *heads.amount());
        let days = Days { from_on, until_on };
        match own(counted, days) {
            Some(at_hand) => stands.push(stand_of_count(target, at_hand, counted, days)),
            None => not_recorded = Some(NOT_RECORDED),
        }
        let said = results.iter().rfind(|result| result.target == goal.id);
        stands.extend(said.and_then(|result| stand_of_result(&goal, target, result, days)));
        chart = points(counted, days, target);
        previous = before.map(|before| previous_of(before, target, counted, results));
    }
    Progress { goal, heads, no_heads, stands, not_recorded, previous, chart, as_of }
}

#[derive(Clone, Copy)]
struct Days {
    from_on: Date,
    until_on: Date,
}

impl Days {
    fn first(self) -> Month {
        Month::of(self.from_on)
    }

    fn last(self) -> Month {
        Month::of(self.until_on)
    }
}

/// Our own count on the day, or on the target's last day if that is past.
fn own(counted: &Counted, days: Days) -> Option<i64> {
    counted.at(days.first(), Month::of(counted.as_of).min(days.last()))
}

fn stand_of_count(target: Option<Amount>, at_hand: i64, counted: &Counted, days: Days) -> Stand {
    let as_of = counted.as_of.min(days.until_on);
    let amount = Amount::exactly(at_hand);
    let (id, en) = amount.said();
    let why = Because::new(
        "insight.counted",
        Status::Derived,
        format!("Menurut hitungan kantor per {as_of}: {id}."),
        format!("By the office's own count on {as_of}: {en}."),
    );
    let mut stand = stand(target, Assessment::new(amount, why), as_of, None, days);
    let months = Month::of(as_of).since(days.first()) + 1;
    // Of a number on a day, what came is what is there beyond what was there before.
    let before = if counted.is_stock {
        counted.at(days.first(), days.first().previous()).unwrap_or(0)
    } else {
        0
    };
    stand.pace_so_far = pace_so_far(Amount::exactly(at_hand - before), months);
    stand
}

fn stand(
    target: Option<Amount>,
    at_hand: Assessment<Amount>,
    as_of: Date,
    source: Option<String>,
    days: Days,
) -> Stand {
    let now = *at_hand.amount();
    let missing = target.and_then(|target| gap(target, now));
    let left = months_left(days.from_on, days.until_on, as_of);
    let open = missing.as_ref().map(|gap| *gap.amount()).filter(|gap| gap.value > 0);
    Stand {
        basis: if source.is_some() { "stated" } else { "counted" },
        as_of,
        source,
        at_least: open.and_then(Amount::least),
        reached: target.and_then(|target| share(now, target, 1)),
        factor: target.and_then(|target| factor(target, now, 3)),
        months_left: left,
        pace_needed: open.zip(left).and_then(|(gap, (first, last))| pace(gap, first, last)),
        pace_so_far: None,
        gap: missing,
        at_hand,
    }
}

fn stand_of_result(
    goal: &Goal,
    target: Option<Amount>,
    result: &StatedResult,
    days: Days,
) -> Option<Stand> {
    let at_hand = stated(goal, target, result)?;
    Some(stand(target, at_hand, result.as_of, Some(result.source.clone()), days))
}

/// What was said, in heads.
fn stated(
    goal: &Goal,
    target: Option<Amount>,
    result: &StatedResult,
) -> Option<Assessment<Amount>> {
    if let Some(value) = result.value {
        let amount = Amount::hedged(value, result.qualifier);
        let (id, en) = amount.said();
        let why = Because::new("insight.stated", Status::Reported, id, en);
        return Some(Assessment::new(amount, why.input("source", &result.source)));
    }
    let percent = terms::Rate::per_million(result.percent_ppm?);
    let base = if result.percent_of == "target" { target? } else { goal.base()? };
    stated_share(percent, result.qualifier, base)
}

fn points(counted: &Counted, days: Days, target: Option<Amount>) -> Vec<Point> {
    let (first, last) = (days.first(), days.last());
    let n_months = last.since(first) + 1;
    let start = match counted.is_stock {
        true => counted.at(first, first.previous()).unwrap_or(0),
        false => 0,
    };
    let point = |at: i32| {
        let month = first.plus(at);
        Point {
            month,
            target: target.and_then(|target| line(start, target.value, n_months, at + 1)),
            actual: counted.at(first, month),
            came: counted.within(month),
            last_year: counted.at(first.plus(-12), month.plus(-12)),
        }
    };
    (0..n_months.min(POINTS_MAX)).map(point).collect()
}

fn previous_of(
    before: Goal,
    target: Option<Amount>,
    counted: &Counted,
    results: &[StatedResult],
) -> Previous {
    let heads = heads_of(&before).map(|heads| *heads.amount());
    let came = |result: Assessment<Amount>, as_of: Date, source: Option<String>| Came {
        basis: if source.is_some() { "stated" } else { "counted" },
        shortfall: heads.and_then(|heads| gap(heads, *result.amount())),
        times: target.and_then(|target| factor(target, *result.amount(), 1)),
        result,
        as_of,
        source,
    };
    let mut all = Vec::new();
    if let (Some(from_on), Some(until_on)) = (before.from_on, before.until_on) {
        let (first, last) = (Month::of(from_on), Month::of(until_on));
        if let Some(n) = counted.at(first, last) {
            let amount = Amount::exactly(n);
            let (id, en) = amount.said();
            let why = Because::new("insight.counted", Status::Derived, id, en);
            all.push(came(Assessment::new(amount, why), until_on, None));
        }
    }
    for result in results.iter().filter(|result| result.target == before.id) {
        if let Some(amount) = stated(&before, heads, result) {
            all.push(came(amount, result.as_of, Some(result.source.clone())));
        }
    }
    let growth = heads.zip(target).and_then(|(heads, target)| growth(heads, target, 2));
    Previous { goal: before, heads, growth, results: all }
}

/// A target by its id, if the actor may look at it.
pub async fn goal_of(tx: &mut Tx, office: &Office, id: &str) -> Result<Goal, TargetRefusal> {
    let goal: Option<Goal> = tx.first(&sql::GOAL, (id.to_owned(),)).await?;
    let goal = goal.ok_or(TargetRefusal::NoTarget)?;
    may_read(office, &goal)?;
    Ok(goal)
}

/// Where a target stands on a day, with counts handed in (an agent's) or made here.
pub async fn progress_of(
    tx: &mut Tx,
    office: &Office,
    goal: Goal,
    counted: Option<Counted>,
    as_of: Date,
) -> Result<Progress, TargetRefusal> {
    let counted = match counted {
        Some(counted) => counted,
        None => counted_in(tx, &office.outside.law, &goal, as_of).await?,
    };
    let before: Option<Goal> = match goal.from_on {
        Some(from_on) => {
            let whose = (goal.area.clone(), goal.person_group.clone(), goal.segment.clone());
            let agent = goal.agent.unwrap_or(UserId(Uuid::nil()));
            let (payer, counts) = (goal.payer.clone(), goal.counts.clone());
            let binds = (whose.0, whose.1, whose.2, payer, agent, counts, from_on, goal.id.clone());
            tx.first(&sql::GOAL_BEFORE, binds).await?
        }
        None => None,
    };
    let ids = std::iter::once(&goal).chain(&before).map(|goal| goal.id.clone()).collect();
    let results = results_of(tx, ids, as_of).await?;
    Ok(progress(goal, &counted, &results, before))
}
