//! What a member counts as, day by day, and the few rows that a change adds to the counts.
//!
//! A member's standing over time is written as *steps* (from this day on, one more in this state)
//! and at most one *tail*: the last run of paid months ends the day before `day`, and grace and
//! lapse follow by law. A payment in time moves one tail: two rows, whatever the size of the
//! country. Every change is the difference of two such writings, so counts can never drift: the
//! sum of all changes of a member is the writing of the member's present timeline.

use db::{Bulk, Kind, Uuid, Value};
use regulation::cover::{CoverState, Transition};
use std::collections::BTreeMap;
use terms::{Date, Month};

/// One thing that is counted: so many in a state from a day on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Atom {
    /// From `on`, one more in `state`.
    Step { on: Date, state: &'static str },
    /// Active until the day before `on`; grace and lapse follow by law.
    Tail { on: Date },
    /// A spell began on `on`: `new` or `reactivated`.
    Flow { on: Date, state: &'static str },
}

/// Atoms with how many of each; zero is not kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Atoms(BTreeMap<Atom, i64>);

impl Atoms {
    pub(crate) fn add(&mut self, atom: Atom, n: i64) {
        let count = self.0.entry(atom.clone()).or_default();
        *count += n;
        if *count == 0 {
            self.0.remove(&atom);
        }
    }

    pub(crate) fn step(&mut self, on: Date, state: CoverState, n: i64) {
        self.add(Atom::Step { on, state: state.word() }, n);
    }

    pub(crate) fn tail(&mut self, last_paid: Month, n: i64) {
        self.add(Atom::Tail { on: last_paid.next().first_day() }, n);
    }

    pub(crate) fn spell_began(&mut self, on: Date, spell: u32, n: i64) {
        let state = if spell <= 1 { "new" } else { "reactivated" };
        self.add(Atom::Flow { on, state }, n);
    }

    /// This writing less another.
    pub(crate) fn less(mut self, other: Self) -> Self {
        for (atom, n) in other.0 {
            self.add(atom, -n);
        }
        self
    }

    /// This writing and another, together.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (atom, n) in other.0 {
            self.add(atom, n);
        }
    }

    /// Writes a timeline. The projection after the last payment is a tail when it runs out in the
    /// ordinary way; everything else is steps.
    pub(crate) fn of(timeline: &[Transition], grace_months: u8) -> Self {
        let mut atoms = Self::default();
        let (settled, tail) = split_tail(timeline, grace_months);
        let mut before: Option<&Transition> = None;
        for transition in settled {
            if let Some(before) = before {
                atoms.step(transition.on, before.state, -1);
            }
            atoms.step(transition.on, transition.state, 1);
            let spells = before.map_or(0, |before| before.spell);
            if transition.state == CoverState::Active && transition.spell > spells {
                atoms.spell_began(transition.on, transition.spell, 1);
            }
            before = Some(transition);
        }
        if let Some(on) = tail {
            atoms.add(Atom::Tail { on }, 1);
        }
        atoms
    }
}

/// Cuts off `grace1, … lapsed` at the end when they come on the first days of consecutive months.
fn split_tail(timeline: &[Transition], grace_months: u8) -> (&[Transition], Option<Date>) {
    let n = usize::from(grace_months) + 1; // grace_months = MAX: no timeline is that long
    let Some(at) = timeline.len().checked_sub(n).filter(|at| *at > 0) else {
        return (timeline, None);
    };
    let (settled, tail) = timeline.split_at(at);
    let Some(first) = tail.first().map(|transition| transition.on) else { return (timeline, None) };
    let regular = settled.last().is_some_and(|t| t.state == CoverState::Active)
        && first == Month::of(first).first_day()
        && (0i32..).zip(tail).all(|(i, transition)| {
            let state = u8::try_from(i + 1).ok().filter(|k| *k <= grace_months);
            transition.on == Month::of(first).plus(i).first_day()
                && transition.state == state.map_or(CoverState::Lapsed, CoverState::Grace)
        });
    if regular { (settled, Some(first)) } else { (timeline, None) }
}

/// How good a state is for a person with several memberships: the best one counts.
const fn rank(state: CoverState) -> u8 {
    match state {
        CoverState::Active => 0,
        CoverState::Grace(k) => k,
        CoverState::SuspendedReview => 100,
        CoverState::RegisteredUnpaid => 101,
        CoverState::Lapsed => 102,
        CoverState::Ended(_) => 103,
    }
}

/// The timeline of a person: at each moment the best state among the memberships.
pub(crate) fn best_of(timelines: &[Vec<Transition>]) -> Vec<Transition> {
    if let [only] = timelines {
        return only.clone();
    }
    let mut days: Vec<Date> = timelines.iter().flatten().map(|t| t.on).collect();
    days.sort_unstable();
    days.dedup();
    let mut merged: Vec<Transition> = Vec::new();
    for on in days {
        let standing =
            |timeline: &Vec<Transition>| timeline.iter().rev().find(|t| t.on <= on).copied();
        let best = timelines.iter().filter_map(standing).min_by_key(|t| rank(t.state));
        if let Some(best) = best
            && merged.last().is_none_or(|last| last.state != best.state)
        {
            merged.push(Transition { on, ..best });
        }
    }
    merged
}

/// The part of a timeline inside a membership of a group: from `from`, before `to`. The last step
/// of a part that ends has no state after it.
pub(crate) fn within(
    timeline: &[Transition],
    from: Date,
    to: Option<Date>,
    grace_months: u8,
) -> Atoms {
    let entry = timeline.iter().rev().find(|t| t.on <= from).map(|t| Transition { on: from, ..*t });
    let later = timeline.iter().filter(|t| t.on > from).copied();
    let inside: Vec<Transition> =
        entry.into_iter().chain(later).filter(|t| to.is_none_or(|to| t.on < to)).collect();
    let Some(to) = to else { return Atoms::of(&inside, grace_months) };
    // What ends is written in steps alone: a tail would go on after it.
    let mut atoms = Atoms::of(&inside, u8::MAX);
    if let Some(last) = inside.last() {
        atoms.step(to, last.state, -1);
    }
    atoms
}

/// The timeline as it was known before `on`, and as it is known from `on`.
pub(crate) fn splice(before: &[Transition], after: &[Transition], on: Date) -> Vec<Transition> {
    let mut spliced: Vec<Transition> = before.iter().filter(|t| t.on < on).copied().collect();
    // Where the new life has not begun yet, the member is registered and unpaid again.
    let unpaid = Transition { on, state: CoverState::RegisteredUnpaid, spell: 0 };
    let now = after.iter().rev().find(|t| t.on <= on).map_or(unpaid, |t| Transition { on, ..*t });
    for transition in std::iter::once(now).chain(after.iter().filter(|t| t.on > on).copied()) {
        if spliced.last().is_none_or(|last| last.state != transition.state) {
            spliced.push(transition);
        }
    }
    spliced
}

/// What is counted, and under which heads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Head {
    pub(crate) village: String,
    pub(crate) measure: &'static str,
    pub(crate) segment: &'static str,
    pub(crate) payer: &'static str,
    pub(crate) group: String,
}

impl Head {
    pub(crate) fn membership(village: &str, segment: terms::Segment, payer: terms::Payer) -> Self {
        Self {
            village: village.into(),
            measure: "memberships",
            segment: segment.word(),
            payer: payer.word(),
            group: String::new(),
        }
    }

    pub(crate) fn person(village: &str) -> Self {
        Self {
            village: village.into(),
            measure: "persons",
            segment: "",
            payer: "",
            group: String::new(),
        }
    }

    pub(crate) fn group(area: &str, group: &str) -> Self {
        Self {
            village: area.into(),
            measure: "persons",
            segment: "",
            payer: "",
            group: group.into(),
        }
    }
}

/// One row of `coverage_change`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub(crate) head: Head,
    pub(crate) kind: &'static str,
    pub(crate) state: &'static str,
    pub(crate) day: Date,
    pub(crate) n: i64,
}

/// The changes that atoms make under a head.
pub(crate) fn changes(head: &Head, atoms: Atoms, into: &mut Vec<Change>) {
    for (atom, n) in atoms.0 {
        let (kind, state, day) = match atom {
            Atom::Step { on, state } => ("step", state, on),
            Atom::Tail { on } => ("tail", "", on),
            Atom::Flow { on, state } => ("flow", state, on),
        };
        into.push(Change { head: head.clone(), kind, state, day, n });
    }
}

pub(crate) static CHANGES: Bulk = Bulk {
    table: "coverage_change",
    columns: &[
        ("id", Kind::Uuid),
        ("village", Kind::Text),
        ("measure", Kind::Text),
        ("segment", Kind::Text),
        ("payer", Kind::Text),
        ("person_group", Kind::Text),
        ("kind", Kind::Text),
        ("state", Kind::Text),
        ("day", Kind::Date),
        ("n", Kind::Int),
    ],
    conflict: "",
};

/// The changes as rows; the same head, state and day within a commit are one row.
pub(crate) fn rows(changes: Vec<Change>, outside: &access::Outside, seed: Uuid) -> Vec<Vec<Value>> {
    let mut sums: std::collections::HashMap<(Head, &'static str, &'static str, Date), i64> =
        std::collections::HashMap::new();
    for change in changes {
        *sums.entry((change.head, change.kind, change.state, change.day)).or_default() += change.n;
    }
    sums.retain(|_, n| *n != 0);
    (0u64..)
        .zip(sums)
        .map(|(i, ((head, kind, state, day), n))| {
            vec![
                Value::Uuid(Some(outside.id(seed, "change", i))),
                Value::Text(Some(head.village)),
                Value::Text(Some(head.measure.into())),
                Value::Text(Some(head.segment.into())),
                Value::Text(Some(head.payer.into())),
                Value::Text(Some(head.group)),
                Value::Text(Some(kind.into())),
                Value::Text(Some(state.into())),
                Value::Date(Some(day)),
                Value::Int(Some(n)),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests;
