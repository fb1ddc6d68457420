//! A member's months as a fold: the cover with its reasons, the summary, and what is counted.

use crate::{
    Member,
    counting::{Atoms, Change, Head, best_of, changes, splice, within},
    pay::PayRefusal,
    sql,
};
use access::Office;
use db::{DbError, Tx, Uuid, row};
use regulation::cover::{
    self, Cover, CoverEvent, CoverParameters, EndReason, PaidMonth, Transition,
};
use std::collections::HashMap;
use terms::{Date, Month};

row! {
    /// A month as it was paid, and perhaps withdrawn again.
    pub(crate) struct MonthRow {
        pub(crate) membership: Uuid,
        pub(crate) month: Month,
        pub(crate) paid_on: Date,
        pub(crate) withdrawn_on: Option<Date>,
    }
}

row! {
    /// An event beside payments.
    pub(crate) struct EventRow {
        pub(crate) membership: Uuid,
        pub(crate) kind: String,
        pub(crate) because: Option<String>,
        pub(crate) effective_on: Date,
    }
}

/// Days after which nothing is projected any more; no member is in grace for so long.
const HORIZON: Date = Date::constant(3000, 1, 1);

/// The months and events of one membership.
#[derive(Clone, Debug, Default)]
pub(crate) struct Life {
    pub(crate) months: Vec<MonthRow>,
    pub(crate) events: Vec<EventRow>,
}

impl Life {
    fn paid(&self, known_before: Option<Date>) -> Vec<PaidMonth> {
        let kept = |row: &&MonthRow| {
            known_before.is_none_or(|on| row.withdrawn_on.is_none_or(|gone| gone > on))
        };
        self.months
            .iter()
            .filter(kept)
            .map(|row| PaidMonth { month: row.month, paid_on: row.paid_on })
            .collect()
    }

    /// Events as the law's fold takes them; an end that was withdrawn does not count.
    pub(crate) fn cover_events(&self) -> Vec<CoverEvent> {
        let mut events = Vec::new();
        for row in &self.events {
            match row.kind.as_str() {
                "ended" => events.push(CoverEvent::Ended {
                    reason: reason(row.because.as_deref()),
                    last_day: row.effective_on.yesterday().unwrap_or(row.effective_on),
                }),
                "end_withdrawn" => {
                    events.retain(|event| !matches!(event, CoverEvent::Ended { .. }))
                }
                "suspended" => {
                    events.push(CoverEvent::Suspended { from: row.effective_on, until: None })
                }
                "resumed" => {
                    let last = row.effective_on.yesterday().ok();
                    for event in events.iter_mut() {
                        if let CoverEvent::Suspended { until: until @ None, .. } = event {
                            *until = last;
                        }
                    }
                }
                _ => {}
            }
        }
        events
    }

    /// Where the member stands on a day, explained, as it was known on that day.
    pub(crate) fn cover(&self, parameters: &CoverParameters, as_of: Date) -> Cover {
        cover::cover(&self.paid(Some(as_of)), &self.cover_events(), parameters, as_of)
    }

    /// Every change of state as it was known, with what is to come if nothing more is paid. Before
    /// the first month the member is registered and unpaid since `joined_on`.
    pub(crate) fn timeline(
        &self,
        joined_on: Date,
        parameters: &CoverParameters,
    ) -> Vec<Transition> {
        let events = self.cover_events();
        let fold = |paid: Vec<PaidMonth>| cover::timeline(&paid, &events, parameters, HORIZON);
        let mut timeline = fold(self.paid(None));
        let mut withdrawals: Vec<Date> =
            self.months.iter().filter_map(|row| row.withdrawn_on).collect();
        withdrawals.sort_unstable();
        withdrawals.dedup();
        for on in withdrawals {
            timeline = splice(&timeline, &fold(self.paid(Some(on))), on);
        }
        if timeline.first().is_none_or(|first| first.on > joined_on) {
            let registered =
                Transition { on: joined_on, state: cover::CoverState::RegisteredUnpaid, spell: 0 };
            timeline.insert(0, registered);
        }
        timeline
    }

    /// Folds the months that stand today into the member's summary.
    pub(crate) fn summarise(&self, member: &Member, parameters: &CoverParameters) -> Member {
        let standing: Vec<PaidMonth> = self
            .months
            .iter()
            .filter(|row| row.withdrawn_on.is_none())
            .map(|row| PaidMonth { month: row.month, paid_on: row.paid_on })
            .collect();
        let mut after = member.clone();
        let takings = cover::takings(&standing, &self.cover_events(), parameters, HORIZON);
        let counted: Vec<PaidMonth> =
            takings.iter().filter(|(_, taken)| taken.counts()).map(|(paid, _)| *paid).collect();
        after.n_months = i64::try_from(counted.len()).unwrap_or(i64::MAX);
        after.paid_through = counted.iter().map(|paid| paid.month).max();
        let last = after.paid_through.map_or(member.joined_on, Month::first_day);
        let seen = cover::standing(&standing, &[], parameters, last.max(last_payment(&standing)));
        after.spell = i64::from(seen.spell);
        after.spell_from = seen.spell_from;
        after.spell_first_month = seen.spell_from.map(Month::of);
        after
    }
}

fn last_payment(paid: &[PaidMonth]) -> Date {
    paid.iter().map(|paid| paid.paid_on).max().unwrap_or(Date::MIN)
}

fn reason(word: Option<&str>) -> EndReason {
    match word {
        Some("death") => EndReason::Death,
        Some("age") => EndReason::Age,
        Some("other_segment") => EndReason::OtherSegment,
        _ => EndReason::Request,
    }
}

/// The lives of some memberships, as two sets.
pub(crate) async fn lives(tx: &mut Tx, members: &[Member]) -> Result<HashMap<Uuid, Life>, DbError> {
    let mut lives: HashMap<Uuid, Life> = HashMap::new();
    if members.is_empty() {
        return Ok(lives);
    }
    let mut buckets: Vec<i64> = members.iter().map(|member| member.bucket).collect();
    buckets.sort_unstable();
    buckets.dedup();
    let ids: Vec<Uuid> = members.iter().map(|member| member.id.0).collect();
    for row in tx.all(&sql::MONTHS_OF_MEMBERS, (buckets.clone(), ids.clone())).await? {
        lives.entry(row.membership).or_default().months.push(row);
    }
    for row in tx.all(&sql::EVENTS_OF_MEMBERS, (buckets, ids)).await? {
        lives.entry(row.membership).or_default().events.push(row);
    }
    Ok(lives)
}

/// What some people count as, under every head: one writing a person, a membership and a group.
pub(crate) async fn writings(
    tx: &mut Tx,
    office: &Office,
    people: &[Uuid],
) -> Result<HashMap<Head, Atoms>, PayRefusal> {
    let mut writings: HashMap<Head, Atoms> = HashMap::new();
    if people.is_empty() {
        return Ok(writings);
    }
    let parameters = office.outside.law.cover_parameters(office.outside.today())?;
    let members = tx.all(&sql::MEMBERS_OF_PEOPLE, (people.to_vec(),)).await?;
    let lives = lives(tx, &members).await?;
    let mut of_person: HashMap<Uuid, (String, Vec<Vec<Transition>>)> = HashMap::new();
    let mut write = |head: Head, atoms: Atoms| writings.entry(head).or_default().absorb(atoms);
    for member in &members {
        let life = lives.get(&member.id.0).cloned().unwrap_or_default();
        let timeline = life.timeline(member.joined_on, &parameters);
        let head = Head::membership(&member.village, member.segment, member.payer);
        write(head, Atoms::of(&timeline, parameters.grace_months));
        of_person
            .entry(member.counted_as.0)
            .or_insert_with(|| (member.village.clone(), Vec::new()))
            .1
            .push(timeline);
    }
    let mut timelines: HashMap<Uuid, Vec<Transition>> = HashMap::new();
    for (person, (village, memberships)) in &of_person {
        let timeline = best_of(memberships);
        write(Head::person(village), Atoms::of(&timeline, parameters.grace_months));
        timelines.insert(*person, timeline);
    }
    // A group counts a person once, whichever of the person's records is on its roster.
    let counted_as: HashMap<Uuid, Uuid> =
        members.iter().map(|m| (m.person.0, m.counted_as.0)).collect();
    let mut seen = std::collections::HashSet::new();
    let records: Vec<Uuid> = counted_as.keys().copied().collect();
    for row in tx.all(&sql::ROSTERS_OF_PEOPLE, (records,)).await? {
        let Some(person) = counted_as.get(&row.person) else { continue };
        let once = seen.insert((*person, row.group.clone(), row.area.clone(), row.valid_from));
        if let Some(timeline) = timelines.get(person).filter(|_| once) {
            let atoms = within(timeline, row.valid_from, row.valid_to, parameters.grace_months);
            write(Head::group(&row.area, &row.group), atoms);
        }
    }
    Ok(writings)
}

/// What changed between two writings, as rows to be counted.
pub(crate) fn difference(
    mut before: HashMap<Head, Atoms>,
    after: HashMap<Head, Atoms>,
    into: &mut Vec<Change>,
) {
    for (head, now) in after {
        let then = before.remove(&head).unwrap_or_default();
        changes(&head, now.less(then), into);
    }
    for (head, then) in before {
        changes(&head, Atoms::default().less(then), into);
    }
}
