//! The fast difference of a payment and the slow writing of a whole life count the same on every day.

use super::{Atom, Atoms, splice, within};
use crate::{
    Member,
    allocate::{Bill, allocate},
    ledger_of::{Life, MonthRow},
    pay::payment_atoms,
};
use db::Uuid;
use jiff::ToSpan;
use proptest::prelude::*;
use regulation::{
    Law,
    cover::{CoverParameters, CoverState, Transition},
};
use std::collections::BTreeMap;
use terms::{
    Date, Month, Payer, Programmes, Rupiah, Sector, Segment,
    ids::{MembershipId, PersonId},
};

const GRACE: u8 = 3;

fn day(n: i32) -> Date {
    Date::constant(2023, 1, 1).saturating_add(n.days())
}

fn member(joined_on: Date) -> Member {
    Member {
        bucket: 0,
        id: MembershipId(Uuid::nil()),
        person: PersonId(Uuid::nil()),
        counted_as: PersonId(Uuid::nil()),
        number: String::new(),
        segment: Segment::Bpu,
        programmes: Programmes::BASE,
        income: Rupiah::new(1_000_000),
        sector: Sector::Other,
        payer: Payer::SelfPaid,
        village: "33.02.15.2006".into(),
        joined_on,
        spell: 0,
        spell_from: None,
        spell_first_month: None,
        paid_through: None,
        n_months: 0,
        credit: Rupiah::ZERO,
        may_renew_until: None,
        suspended_on: None,
        ended_on: None,
        ended_because: None,
    }
}

/// How many stand in each state on a day: what a reader of the counts computes.
fn counts(atoms: &Atoms, on: Date) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for (atom, n) in &atoms.0 {
        match atom {
            Atom::Step { on: from, state } if *from <= on => {
                *counts.entry((*state).to_owned()).or_default() += n
            }
            Atom::Tail { on: from } if *from <= on => {
                let missed = Month::of(on).since(Month::of(*from)) + 1;
                let state = u8::try_from(missed)
                    .ok()
                    .filter(|k| *k <= GRACE)
                    .map_or(CoverState::Lapsed, CoverState::Grace);
                *counts.entry("active".to_owned()).or_default() -= n;
                *counts.entry(state.word().to_owned()).or_default() += n;
            }
            _ => {}
        }
    }
    counts.retain(|_, n| *n != 0);
    counts
}

/// Payments of a life: days since the last one, and for how many months.
fn lives() -> impl Strategy<Value = Vec<(i32, i64)>> {
    proptest::collection::vec((0..150i32, 1..4i64), 1..8)
}

fn live(payments: &[(i32, i64)]) -> (Member, Atoms, Life) {
    live_since(day(0), payments)
}

fn live_since(joined_on: Date, payments: &[(i32, i64)]) -> (Member, Atoms, Life) {
    let law = Law::built_in();
    let mut member = member(joined_on);
    let mut atoms = Atoms::default();
    atoms.step(member.joined_on, CoverState::RegisteredUnpaid, 1);
    let mut life = Life::default();
    let mut at = 0;
    for (wait, n_months) in payments {
        at += wait;
        let paid_on = day(at);
        // Whoever has lapsed enrols again first.
        let bill = Bill {
            first_month: Month::of(paid_on),
            n_months: *n_months,
            opens_new_spell: true,
            is_paid: false,
        };
        let price = |month| law.price_amount(&member.price_input(month));
        let allocation =
            allocate(&member, bill, Rupiah::new(16_800 * n_months), paid_on, GRACE, price).unwrap();
        if let Some(first) = allocation.months.first() {
            let difference = payment_atoms(&member, &allocation.member, first, paid_on, GRACE);
            atoms.absorb(difference);
        }
        for paid in &allocation.months {
            life.months.push(MonthRow {
                membership: Uuid::nil(),
                month: paid.month,
                paid_on,
                withdrawn_on: None,
            });
        }
        member = allocation.member;
    }
    (member, atoms, life)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_payment_changes_the_counts_by_what_it_changes_in_the_life(
        payments in lives(),
        // Cash may have been taken before the day that a phone with a wrong clock calls the enrolment.
        joined in prop_oneof![Just(0), 0..40i32],
    ) {
        let parameters = CoverParameters::fixed(GRACE, 3);
        let (member, fast, life) = live_since(day(joined), &payments);
        let slow = Atoms::of(&life.timeline(day(joined), &parameters), GRACE);
        for n in 0..1_500 {
            prop_assert_eq!(counts(&fast, day(n)), counts(&slow, day(n)), "on {}", day(n));
        }
        let folded = life.summarise(&super::tests::member(day(joined)), &parameters);
        prop_assert_eq!((folded.paid_through, folded.spell, folded.n_months, folded.spell_from),
            (member.paid_through, member.spell, member.n_months, member.spell_from));
    }

    #[test]
    fn the_summary_stands_where_the_fold_stands(payments in lives(), on in 0..1_500i32) {
        let parameters = CoverParameters::fixed(GRACE, 3);
        let (member, _, life) = live(&payments);
        let last = day(payments.iter().map(|(wait, _)| wait).sum());
        let on = day(on).max(last);
        prop_assert_eq!(member.standing(on, GRACE), life.cover(&parameters, on).state);
    }

    #[test]
    fn a_member_of_a_group_counts_in_it_from_joining_to_leaving(
        payments in lives(),
        from in 0..900i32,
        stay in 1..400i32,
    ) {
        let parameters = CoverParameters::fixed(GRACE, 3);
        let (_, _, life) = live(&payments);
        let timeline = life.timeline(day(0), &parameters);
        let whole = Atoms::of(&timeline, GRACE);
        let part = within(&timeline, day(from), Some(day(from + stay)), GRACE);
        for n in 0..1_500 {
            let inside = (from..from + stay).contains(&n);
            let expected = if inside { counts(&whole, day(n)) } else { BTreeMap::new() };
            prop_assert_eq!(counts(&part, day(n)), expected, "on {}", day(n));
        }
    }
}

#[test]
fn what_was_known_before_a_reversal_stays_as_it_was_known() {
    let state = |n, state, spell| Transition { on: day(n), state, spell };
    let before = [state(0, CoverState::Active, 1), state(31, CoverState::Grace(1), 1)];
    let spliced = splice(&before, &[], day(10));
    assert_eq!(
        spliced,
        [state(0, CoverState::Active, 1), state(10, CoverState::RegisteredUnpaid, 0)]
    );
}
