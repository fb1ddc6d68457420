//! A target in a few lines: the card on the branch's home and on an agent's phone, made once for both.

use super::{Goal, Progress};
use crate::{Amount, Question};
use serde::Serialize;
use terms::{Date, Month};

/// A target in a few lines.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Card {
    /// The target.
    pub target: String,
    /// Where, or whose: the words of who set it.
    pub place: String,
    /// `active`, `registered`, `new`.
    pub counts: String,
    /// First day.
    pub from_on: Option<Date>,
    /// Last day.
    pub until_on: Option<Date>,
    /// The document it stands in.
    pub document: String,
    /// In heads; null where a percentage has no base.
    pub heads: Option<i64>,
    /// Our own count; null where nothing was recorded.
    pub at_hand: Option<i64>,
    /// Its day.
    pub as_of: Date,
    /// What is missing; below zero when the target is passed.
    pub missing: Option<i64>,
    /// How the missing is hedged: `=`, `>` ….
    pub missing_qualifier: Option<&'static str>,
    /// How many per cent of the target there are.
    pub percent: Option<String>,
    /// How many a month reach it in time, this month included.
    pub a_month: Option<i64>,
    /// How many came a month so far.
    pub so_far_a_month: Option<i64>,
    /// The last month it may be reached in.
    pub last_month: Option<Month>,
    /// Where the straight line to the target stands at the end of this month.
    pub line_now: Option<i64>,
    /// What is counted, in Indonesian.
    pub definition_id: String,
    /// What is counted, in English.
    pub definition_en: String,
}

impl Card {
    /// The card of a target, by our own count.
    #[must_use]
    pub fn of(progress: &Progress) -> Self {
        let goal = &progress.goal;
        let stand = progress.stands.iter().find(|stand| stand.basis == "counted");
        let gap = stand.and_then(|stand| Some(*stand.gap.as_ref()?.amount()));
        let each = |of: fn(&super::Stand) -> Option<Amount>| Some(of(stand?)?.value);
        let this_month = Month::of(progress.as_of);
        let [definition_id, definition_en] = definition(goal, progress.as_of);
        Self {
            target: goal.id.clone(),
            place: if goal.said.is_empty() { goal.place().to_string() } else { goal.said.clone() },
            counts: goal.counts.clone(),
            from_on: goal.from_on,
            until_on: goal.until_on,
            document: goal.document.clone(),
            heads: progress.heads.as_ref().map(|heads| heads.amount().value),
            at_hand: stand.map(|stand| stand.at_hand.amount().value),
            as_of: progress.as_of,
            missing: gap.map(|gap| gap.value),
            missing_qualifier: gap.map(|gap| gap.qualifier.sign()),
            percent: stand.and_then(|stand| Some(stand.reached.as_ref()?.amount().text.clone())),
            a_month: each(|stand| Some(*stand.pace_needed.as_ref()?.amount())),
            so_far_a_month: each(|stand| Some(*stand.pace_so_far.as_ref()?.amount())),
            last_month: goal.until_on.map(Month::of),
            line_now: progress
                .chart
                .iter()
                .find(|point| point.month == this_month)
                .and_then(|point| point.target),
            definition_id,
            definition_en,
        }
    }
}

/// What a target counts, printed with it, in Indonesian and English.
pub(crate) fn definition(goal: &Goal, as_of: Date) -> [String; 2] {
    let [mut id, mut en] = of_whom(goal, as_of);
    let (more_id, more_en) = match (goal.counts.as_str(), goal.agent.is_some()) {
        ("new", true) => (
            "orang yang didaftarkan agen ini dan pertama kali membayar dalam masa target",
            "people this agent enrolled who paid for the first time within the target's days",
        ),
        (_, true) => (
            "peserta dalam portofolio agen ini yang bulannya sudah dibayar",
            "members in this agent's portfolio whose month is paid",
        ),
        ("new", _) => (
            "yang masa kepesertaan pertamanya mulai dalam masa target",
            "whose first spell began within the target's days",
        ),
        ("registered", _) => (
            "yang terdaftar pada hari terakhir, sudah dibayar atau belum",
            "registered on the last day, paid or not",
        ),
        _ => ("yang aktif pada hari terakhir", "active on the last day"),
    };
    for (text, more) in [(&mut id, more_id), (&mut en, more_en)] {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(more);
    }
    [id, en].map(|text| crate::coverage::capital(&text) + ".")
}

fn of_whom(goal: &Goal, as_of: Date) -> [String; 2] {
    if goal.agent.is_some() {
        return [String::new(), String::new()];
    }
    let group = registry::group(&goal.person_group).ok().map(|group| group.code);
    let (segment, payer) = (goal.segment.parse().ok(), goal.payer.parse().ok());
    let asked = Question::new(goal.place(), as_of, None, group, segment, payer);
    asked.map_or_else(|_| Default::default(), |asked| asked.of_whom().into())
}

impl Progress {
    /// What the target counts, in Indonesian and English.
    #[must_use]
    pub fn definition(&self) -> [String; 2] {
        definition(&self.goal, self.as_of)
    }
}
