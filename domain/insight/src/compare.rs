//! Kept counts against counts made anew, in one canonical writing.
//!
//! One life can be written in several ways (a tail, or the steps it stands for), so both sides are
//! first written out in steps; what then differs is a defect.

use std::collections::BTreeMap;
use terms::{Date, Month};

/// One counted row of either side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Where.
    pub area: String,
    /// `persons` or `memberships`.
    pub measure: String,
    /// The roster, or empty.
    pub person_group: String,
    /// The segment, or empty.
    pub segment: String,
    /// The payer, or empty.
    pub payer: String,
    /// `step`, `tail` or `flow`.
    pub kind: String,
    /// The state; empty for a tail.
    pub state: String,
    /// The day.
    pub day: Date,
    /// How many more.
    pub n: i64,
}

/// Where the two sides differ.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Difference {
    /// Where, of whom and in which state, words parted by blanks.
    pub head: String,
    /// The first day on which they differ.
    pub day: Date,
    /// What is kept, less what was counted anew, from that day on.
    pub by: i64,
}

/// Area, measure, group, segment, payer, whether a flow, state, day.
type Key = (String, String, String, String, String, bool, String, Date);

/// The first `at_most` differences between what is kept and what was counted anew. Both sides may
/// come in any order and may repeat rows: they are summed.
pub fn compare(
    kept: impl IntoIterator<Item = Counted>,
    anew: impl IntoIterator<Item = Counted>,
    grace_months: u8,
    at_most: usize,
) -> Vec<Difference> {
    let mut sums: BTreeMap<Key, i64> = BTreeMap::new();
    for row in kept {
        write_out(&row, 1, grace_months, &mut sums);
    }
    for row in anew {
        write_out(&row, -1, grace_months, &mut sums);
    }
    sums.into_iter()
        .filter(|(_, by)| *by != 0)
        .take(at_most)
        .map(|((area, measure, group, segment, payer, _, state, day), by)| {
            let words = [area, measure, group, segment, payer, state];
            let head: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            Difference { head: head.join(" "), day, by }
        })
        .collect()
}

fn write_out(row: &Counted, sign: i64, grace_months: u8, sums: &mut BTreeMap<Key, i64>) {
    let mut add = |state: &str, day: Date, n: i64| {
        let key = (
            row.area.clone(),
            row.measure.clone(),
            row.person_group.clone(),
            row.segment.clone(),
            row.payer.clone(),
            row.kind == "flow",
            state.to_owned(),
            day,
        );
        *sums.entry(key).or_default() += sign * n;
    };
    if row.kind != "tail" {
        add(&row.state, row.day, row.n);
        return;
    }
    let mut before = "active".to_owned();
    for k in 0..=i32::from(grace_months) {
        let day = Month::of(row.day).plus(k).first_day();
        let next =
            if k < i32::from(grace_months) { format!("grace{}", k + 1) } else { "lapsed".into() };
        add(&before, day, -row.n);
        add(&next, day, row.n);
        before = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str, state: &str, day: &str, n: i64) -> Counted {
        Counted {
            area: "33.02".into(),
            measure: "persons".into(),
            person_group: String::new(),
            segment: String::new(),
            payer: String::new(),
            kind: kind.into(),
            state: state.into(),
            day: day.parse().unwrap(),
            n,
        }
    }

    #[test]
    fn a_tail_and_its_steps_are_the_same_life() {
        let tail = [row("tail", "", "2024-04-01", 2)];
        let steps = [
            row("step", "active", "2024-04-01", -2),
            row("step", "grace1", "2024-04-01", 2),
            row("step", "grace1", "2024-05-01", -2),
            row("step", "lapsed", "2024-05-01", 1),
            row("step", "lapsed", "2024-05-01", 1),
        ];
        assert_eq!(compare(tail.clone(), steps.clone(), 1, 10), []);
        let found = compare(tail, steps.into_iter().take(4), 1, 10);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].head.as_str(), found[0].by), ("33.02 persons lapsed", 1));
    }
}
