//! Events of a month: held, people, leads, enrolled, who stays, and how far they reach.
//!
//! Planned events are counted by the funnel of their seasons, openings of phones that belong to no plan
//! by their own close. What was not recorded stays empty; how many events do not know it is said.

use super::codes;
use crate::{
    OutreachRefusal,
    campaign::funnel::{By, Stages, funnel},
    sql,
};
use access::Office;
use db::{Tx, Uuid};
use insight::Place;
use registry::Gazetteer;
use std::collections::BTreeSet;
use terms::{AreaCode, AreaLevel, Date, Month};

/// How many districts were reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Districts with an event that was closed.
    pub districts: i64,
    /// All there are.
    pub of: i64,
    /// Which they are.
    pub names: Vec<String>,
    /// The list.
    pub reference: &'static str,
}

/// Events of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events {
    /// Planned or opened in the month.
    pub n_events: i64,
    /// Of them, closed.
    pub n_held: i64,
    /// The stages over events that know them.
    pub stages: Stages,
    /// Of how many events each stage is not known: `people`, `leads`, `enrolled`, `paid`.
    pub not_recorded: Vec<(&'static str, i64)>,
    /// How far they reach.
    pub reach: Reached,
}

pub(super) async fn events(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
) -> Result<Events, OutreachRefusal> {
    let days = (codes(place), month.first_day(), as_of);
    let plans: Vec<(Uuid, Uuid, String, String)> = tx.all(&sql::MONTH_PLANS, days.clone()).await?;
    let opened: Vec<(Uuid, String, i64, Option<i64>, i64)> =
        tx.all(&sql::MONTH_OPENINGS, days).await?;
    let mut sum = Sum::default();
    let mut held: BTreeSet<String> = BTreeSet::new();
    let wanted: BTreeSet<String> = plans.iter().map(|(id, ..)| id.to_string()).collect();
    for (.., area, state) in &plans {
        if state == "closed" {
            sum.n_held += 1;
            held.insert(area.clone());
        }
    }
    let seasons: BTreeSet<Uuid> = plans.iter().map(|(_, season, ..)| *season).collect();
    if !seasons.is_empty() {
        let found = funnel(tx, office, seasons.into_iter().collect(), By::Event).await;
        let found = found.map_err(|refusal| OutreachRefusal::Campaign(Box::new(refusal)))?;
        for line in found.lines.iter().filter(|line| wanted.contains(&line.key)) {
            sum.add(&line.stages);
        }
    }
    for (_, area, is_closed, attended, enrolled) in opened {
        if is_closed == 1 {
            sum.n_held += 1;
            held.insert(area);
        }
        let enrolled = Some(enrolled);
        sum.add(&Stages { people: attended, enrolled, ..Stages::default() });
    }
    Ok(Events {
        n_events: sum.n_events,
        n_held: sum.n_held,
        stages: sum.stages,
        not_recorded: sum.missing.into_iter().filter(|(_, n)| *n > 0).collect(),
        reach: reached(place, &held),
    })
}

#[derive(Default)]
struct Sum {
    n_events: i64,
    n_held: i64,
    stages: Stages,
    missing: Vec<(&'static str, i64)>,
}

impl Sum {
    fn add(&mut self, one: &Stages) {
        self.n_events += 1;
        let sum = &mut self.stages;
        let stages = [
            ("people", &mut sum.people, one.people),
            ("leads", &mut sum.leads, one.leads),
            ("enrolled", &mut sum.enrolled, one.enrolled),
            ("paid", &mut sum.paid, one.paid),
            ("paid_30", &mut sum.paid_30, one.paid_30),
            ("of_30", &mut sum.of_30, one.of_30),
            ("paid_90", &mut sum.paid_90, one.paid_90),
            ("of_90", &mut sum.of_90, one.of_90),
            ("cost", &mut sum.cost, one.cost),
        ];
        for (name, sum, one) in stages {
            match one {
                Some(one) => *sum = Some(sum.unwrap_or(0) + one),
                None if name.starts_with("of_") => {}
                None => match self.missing.iter_mut().find(|(missing, _)| *missing == name) {
                    Some((_, n)) => *n += 1,
                    None => self.missing.push((name, 1)),
                },
            }
        }
    }
}

/// Districts with an event over all districts of a place, by the list in force; never guessed.
fn reached(place: &Place, held: &BTreeSet<String>) -> Reached {
    let names = Gazetteer::embedded();
    let districts: Vec<AreaCode> = match place {
        Place::Nation => names.within(None).map(|area| area.code.clone()).collect(),
        Place::Areas(areas) => areas
            .iter()
            .flat_map(|area| names.within(Some(area)))
            .map(|area| area.code.clone())
            .collect(),
    };
    let of = districts.iter().filter(|code| code.level() == AreaLevel::District).count();
    let reached: BTreeSet<AreaCode> = held
        .iter()
        .filter_map(|area| area.parse::<AreaCode>().ok()?.path().nth(2)?.parse().ok())
        .collect();
    Reached {
        districts: count(reached.len()),
        of: count(of),
        names: reached.iter().map(|code| names.described(code)).collect(),
        reference: registry::AREA_DECREE,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_nobody_wrote_down_stays_empty_and_is_counted() {
        let mut sum = Sum::default();
        sum.add(&Stages { people: Some(40), enrolled: Some(0), ..Stages::default() });
        sum.add(&Stages { enrolled: Some(3), ..Stages::default() });
        assert_eq!(
            (sum.stages.people, sum.stages.enrolled, sum.stages.leads),
            (Some(40), Some(3), None)
        );
        let missing = |name: &str| sum.missing.iter().find(|(is, _)| *is == name).map(|(_, n)| *n);
        assert_eq!(
            (missing("people"), missing("leads"), missing("enrolled")),
            (Some(1), Some(2), None)
        );
    }

    #[test]
    fn two_districts_of_all_there_are_in_banyumas() {
        let place = Place::area("33.02".parse().unwrap());
        let held = ["33.02.15.2006", "33.02.17.2001", "33.02.15"].map(str::to_owned).into();
        let seen = reached(&place, &held);
        assert_eq!((seen.districts, seen.of), (2, 27));
    }
}
