//! The fold itself: walks the days on which something can change, payments after month turns.

use super::{
    CoverEvent, CoverParameters, CoverState, EndReason, PaidMonth, Standing, Taken, Transition,
};
use crate::qualifying;
use std::collections::BTreeSet;
use terms::{Date, Month};

/// A run of cover.
#[derive(Clone, Copy, Debug)]
struct Spell {
    from: Date,
    first: Month,
    /// Newest paid month that is not in the future.
    anchor: Month,
    open: bool,
}

/// The fold, standing on a day.
#[derive(Clone, Debug)]
pub(super) struct Fold<'a> {
    parameters: &'a CoverParameters,
    suspensions: Vec<(Date, Option<Date>)>,
    ends: Vec<(Date, EndReason)>,
    /// Months that count, of the running spell and ahead of it.
    paid: BTreeSet<Month>,
    spell: Option<Spell>,
    n_spells: u32,
    ended: Option<EndReason>,
    today: Date,
    shown: (CoverState, u32),
    transitions: Vec<Transition>,
    takings: Vec<(PaidMonth, Taken)>,
}

impl<'a> Fold<'a> {
    pub(super) fn run(
        paid: &[PaidMonth],
        events: &[CoverEvent],
        parameters: &'a CoverParameters,
        through: Date,
    ) -> Self {
        let mut payments: Vec<PaidMonth> =
            paid.iter().copied().filter(|payment| payment.paid_on <= through).collect();
        payments.sort_unstable_by_key(|payment| (payment.paid_on, payment.month));
        let mut fold = Self {
            parameters,
            suspensions: Vec::new(),
            ends: Vec::new(),
            paid: BTreeSet::new(),
            spell: None,
            n_spells: 0,
            ended: None,
            today: payments.first().map_or(through, |first| first.paid_on),
            shown: (CoverState::RegisteredUnpaid, 0),
            transitions: Vec::new(),
            takings: Vec::with_capacity(payments.len()),
        };
        fold.take_events(events);
        let mut payments = payments.into_iter().peekable();
        while let Some(payment) = payments.next() {
            fold.walk(payment.paid_on);
            let taken = fold.take(payment);
            fold.takings.push((payment, taken));
            if payments.peek().is_none_or(|next| next.paid_on != payment.paid_on) {
                fold.show();
            }
        }
        fold.walk(through);
        fold.show();
        fold
    }

    fn take_events(&mut self, events: &[CoverEvent]) {
        for event in events {
            match *event {
                CoverEvent::Ended { reason, last_day } => {
                    let first = last_day.tomorrow().unwrap_or(last_day);
                    self.ends.push((first, reason));
                }
                CoverEvent::Suspended { from, until } => self.suspensions.push((from, until)),
            }
        }
        self.ends.sort_unstable();
        let first = self
            .ends
            .iter()
            .map(|(day, _)| *day)
            .chain(self.suspensions.iter().map(|(day, _)| *day))
            .min();
        self.today = first.map_or(self.today, |day| day.min(self.today));
        if let Some(day) = first.filter(|day| *day == self.today) {
            self.end_on(day);
        }
    }

    /// Days after today on which something changes without a payment.
    fn next_change(&self) -> Date {
        let month_turn = Month::of(self.today).next().first_day();
        let events = self.ends.iter().map(|(day, _)| *day);
        let begins = self.suspensions.iter().map(|(from, _)| *from);
        let over =
            self.suspensions.iter().filter_map(|(_, until)| until.and_then(|d| d.tomorrow().ok()));
        events
            .chain(begins)
            .chain(over)
            .filter(|day| *day > self.today)
            .min()
            .map_or(month_turn, |day| day.min(month_turn))
    }

    /// Whether nothing can change any more without a payment or an event.
    fn is_still(&self) -> bool {
        let quiet = self.ends.iter().all(|(day, _)| *day <= self.today)
            && self.suspensions.iter().all(|(from, until)| {
                *from <= self.today && until.is_none_or(|until| until < self.today)
            });
        let running = self.spell.is_some_and(|spell| spell.open) && self.ended.is_none();
        let ahead = self.paid.last().is_some_and(|month| *month > Month::of(self.today));
        quiet && !running && !ahead
    }

    /// Goes to a day; everything up to and including its morning has then happened.
    fn walk(&mut self, to: Date) {
        while self.today < to {
            let next = self.next_change();
            if next <= self.today || next > to || self.is_still() {
                self.show();
                self.today = to;
                return;
            }
            self.show();
            self.today = next;
            self.turn();
        }
    }

    /// The morning of a day: ends first, then the month.
    fn turn(&mut self) {
        self.end_on(self.today);
        if self.ended.is_some_and(EndReason::is_final) {
            return;
        }
        let month = Month::of(self.today);
        if self.today != month.first_day() {
            return;
        }
        if let Some(spell) = self.spell.as_mut().filter(|spell| spell.open) {
            if self.paid.contains(&month) {
                spell.anchor = month;
            } else if month.since(spell.anchor) > i32::from(self.parameters.grace_months) {
                spell.open = false;
            }
        }
        if self.spell.is_none_or(|spell| !spell.open) && self.paid.contains(&month) {
            self.open(self.today, month);
        }
    }

    fn end_on(&mut self, day: Date) {
        let Some((_, reason)) = self.ends.iter().find(|(end, _)| *end == day) else { return };
        self.ended = Some(*reason);
        if let Some(spell) = self.spell.as_mut() {
            spell.open = false;
        }
        let month = Month::of(day);
        self.paid.retain(|paid| *paid < month);
    }

    fn open(&mut self, from: Date, month: Month) {
        if let (Some(spell), None, false) =
            (self.spell.as_mut(), self.ended, self.parameters.reactivation_opens_new_spell)
        {
            spell.anchor = month;
            spell.open = true;
            return;
        }
        self.n_spells += 1;
        self.ended = None;
        self.paid.retain(|paid| *paid >= month);
        self.spell = Some(Spell { from, first: month, anchor: month, open: true });
    }

    fn take(&mut self, payment: PaidMonth) -> Taken {
        let (month, now) = (payment.month, Month::of(self.today));
        if self.ended.is_some_and(EndReason::is_final) {
            return Taken::AfterEnd;
        }
        if self.paid.contains(&month) {
            return Taken::Duplicate;
        }
        if let Some(spell) = self.spell.as_mut().filter(|spell| spell.open) {
            if month < spell.first {
                return Taken::BeforeSpell;
            }
            self.paid.insert(month);
            if month <= now {
                spell.anchor = spell.anchor.max(month);
            }
            return Taken::Counted;
        }
        if month < now {
            return Taken::TooLate;
        }
        self.paid.insert(month);
        if month == now {
            self.open(self.today, month);
        }
        Taken::Opens
    }

    fn state(&self) -> CoverState {
        if let Some(reason) = self.ended {
            return CoverState::Ended(reason);
        }
        let Some(spell) = self.spell else { return CoverState::RegisteredUnpaid };
        if !spell.open {
            return CoverState::Lapsed;
        }
        let suspended = self.suspensions.iter().any(|(from, until)| {
            *from <= self.today && until.is_none_or(|until| self.today <= until)
        });
        if suspended {
            return CoverState::SuspendedReview;
        }
        match u8::try_from(Month::of(self.today).since(spell.anchor)) {
            Ok(missed @ 1..) => CoverState::Grace(missed),
            _ => CoverState::Active,
        }
    }

    /// Notes the state of the day, if it is another one.
    fn show(&mut self) {
        let now = (self.state(), self.n_spells);
        if now != self.shown {
            self.shown = now;
            self.transitions.push(Transition { on: self.today, state: now.0, spell: now.1 });
        }
    }

    pub(super) fn standing(&self) -> Standing {
        let mut standing = Standing {
            state: self.state(),
            spell: self.n_spells,
            spell_from: None,
            covered_until: None,
            protected_until: None,
            next: self.next(),
            full_death_benefit_from: None,
        };
        if let Some(spell) = self.spell {
            let reach = self.reach(spell);
            let grace = i32::from(self.parameters.grace_months);
            standing.spell_from = Some(spell.from);
            standing.covered_until = Some(reach.last_day());
            standing.protected_until = Some(reach.plus(grace).last_day());
            standing.full_death_benefit_from = Some(qualifying::full_from(
                spell.from,
                spell.first,
                self.paid.range(spell.first..=reach).copied(),
                self.parameters.qualifying_months,
            ));
        }
        standing
    }

    /// The last paid month the spell reaches without lapsing before.
    fn reach(&self, spell: Spell) -> Month {
        if !spell.open {
            return spell.anchor;
        }
        let grace = i32::from(self.parameters.grace_months);
        self.paid.range(spell.anchor..).fold(spell.anchor, |reach, month| {
            if month.since(reach) <= grace + 1 { *month } else { reach }
        })
    }

    /// The next change if nothing more is paid.
    fn next(&self) -> Option<(CoverState, Date)> {
        let mut ahead = self.clone();
        let before = ahead.state();
        while !ahead.is_still() {
            let day = ahead.next_change();
            if day <= ahead.today {
                return None;
            }
            ahead.today = day;
            ahead.turn();
            if ahead.state() != before || ahead.n_spells != self.n_spells {
                return Some((ahead.state(), day));
            }
        }
        None
    }

    pub(super) const fn today(&self) -> Date {
        self.today
    }

    pub(super) fn takings(&self) -> &[(PaidMonth, Taken)] {
        &self.takings
    }

    pub(super) fn into_transitions(self) -> Vec<Transition> {
        self.transitions
    }

    pub(super) fn into_takings(self) -> Vec<(PaidMonth, Taken)> {
        self.takings
    }
}
