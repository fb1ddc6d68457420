//! The cover clock: its promises, on lives nobody thought of.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use proptest::prelude::*;
use regulation::{
    Law,
    calculator::cover_answer,
    cover::{
        CoverEvent, CoverParameters, CoverState, EndReason, PaidMonth, Taken, cover, standing,
        takings, timeline,
    },
};
use terms::{Date, Month};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn paid(list: &[(&str, &str)]) -> Vec<PaidMonth> {
    list.iter().map(|(m, day)| PaidMonth { month: month(m), paid_on: date(day) }).collect()
}

fn shown(paid: &[PaidMonth], events: &[CoverEvent], through: &str) -> Vec<String> {
    timeline(paid, events, &CoverParameters::fixed(3, 3), date(through))
        .iter()
        .map(|change| format!("{} {} {}", change.on, change.state, change.spell))
        .collect()
}

#[test]
fn the_timeline_of_serang() {
    let life = paid(&[("2024-03", "2024-03-01"), ("2024-07", "2024-07-10")]);
    assert_eq!(
        shown(&life, &[], "2025-01-01"),
        [
            "2024-03-01 active 1",
            "2024-04-01 grace1 1",
            "2024-05-01 grace2 1",
            "2024-06-01 grace3 1",
            "2024-07-01 lapsed 1",
            "2024-07-10 active 2",
            "2024-08-01 grace1 2",
            "2024-09-01 grace2 2",
            "2024-10-01 grace3 2",
            "2024-11-01 lapsed 2",
        ]
    );
    let july = cover(&life, &[], &CoverParameters::fixed(3, 3), date("2024-07-10"));
    assert_eq!(july.full_death_benefit_from, Some(date("2024-10-01")));
    assert_eq!(july.spell_from, Some(date("2024-07-10")));
    let june = cover(&life, &[], &CoverParameters::fixed(3, 3), date("2024-06-10"));
    assert_eq!(june.covered_until, Some(date("2024-03-31")));
    assert_eq!(june.protected_until, Some(date("2024-06-30")));
    assert_eq!(june.next, Some((CoverState::Lapsed, date("2024-07-01"))));
}

#[test]
fn the_grace_of_the_law_moves_the_dates() {
    let life = paid(&[("2024-03", "2024-03-01")]);
    let law = Law::built_in().cover_parameters(date("2024-07-01")).unwrap();
    assert_eq!(law.grace_months, 3);
    assert_eq!(law.qualifying_months, 0);
    assert_eq!(Law::built_in().cover_parameters(date("2025-02-24")).unwrap().qualifying_months, 3);
    let two = CoverParameters { grace_months: 2, ..law };
    assert_eq!(standing(&life, &[], &two, date("2024-05-31")).state, CoverState::Grace(2));
    assert_eq!(standing(&life, &[], &two, date("2024-06-01")).state, CoverState::Lapsed);
}

#[test]
fn arrears_paid_in_grace_count_and_after_it_do_not() {
    let parameters = CoverParameters::fixed(3, 3);
    let one = paid(&[("2024-03", "2024-03-01"), ("2024-04", "2024-05-20")]);
    assert_eq!(standing(&one, &[], &parameters, date("2024-05-20")).state, CoverState::Grace(1));
    let late =
        paid(&[("2024-03", "2024-03-01"), ("2024-04", "2024-07-01"), ("2024-04", "2024-07-02")]);
    let found = takings(&late, &[], &parameters, date("2024-07-05"));
    assert_eq!(
        found.iter().map(|(_, taken)| *taken).collect::<Vec<_>>(),
        [Taken::Opens, Taken::TooLate, Taken::TooLate]
    );
    let said = cover(&late, &[], &parameters, date("2024-07-05")).because;
    assert!(said.parts.iter().any(|part| part.en.contains("a new enrolment is needed")));
    assert!(said.parts.iter().any(|part| part.id.contains("pendaftaran baru")));
}

#[test]
fn doubles_ends_and_reviews() {
    let life =
        paid(&[("2024-03", "2024-03-05"), ("2024-03", "2024-03-09"), ("2024-04", "2024-04-02")]);
    let parameters = CoverParameters::fixed(3, 3);
    let found = takings(&life, &[], &parameters, date("2024-04-02"));
    assert_eq!(found[1].1, Taken::Duplicate);
    let death = [CoverEvent::Ended { reason: EndReason::Death, last_day: date("2024-04-10") }];
    assert_eq!(standing(&life, &death, &parameters, date("2024-04-10")).state, CoverState::Active);
    assert_eq!(shown(&life, &death, "2025-01-01").last().unwrap(), "2024-04-11 ended 1");
    let after = paid(&[("2024-03", "2024-03-05"), ("2024-05", "2024-05-01")]);
    assert_eq!(takings(&after, &death, &parameters, date("2024-06-01"))[1].1, Taken::AfterEnd);
    let left = [CoverEvent::Ended { reason: EndReason::Request, last_day: date("2024-04-10") }];
    assert_eq!(shown(&after, &left, "2024-05-01").last().unwrap(), "2024-05-01 active 2");
    let review =
        [CoverEvent::Suspended { from: date("2024-03-20"), until: Some(date("2024-04-05")) }];
    assert_eq!(
        shown(&life, &review, "2024-05-01"),
        [
            "2024-03-05 active 1",
            "2024-03-20 suspended_review 1",
            "2024-04-06 active 1",
            "2024-05-01 grace1 1"
        ]
    );
}

#[test]
fn without_new_spells_the_old_one_goes_on() {
    let parameters =
        CoverParameters { reactivation_opens_new_spell: false, ..CoverParameters::fixed(3, 3) };
    let life = paid(&[("2024-03", "2024-03-01"), ("2024-09", "2024-09-05")]);
    let found = standing(&life, &[], &parameters, date("2024-09-05"));
    assert_eq!(
        (found.state, found.spell, found.spell_from),
        (CoverState::Active, 1, Some(date("2024-03-01")))
    );
}

#[test]
fn the_answer_has_the_promised_form() {
    let answer = |as_of: &str| {
        let found = cover_answer(Law::built_in(), &[month("2024-03")], &[], date(as_of)).unwrap();
        serde_json::to_value(found).unwrap()
    };
    let lapsed = answer("2024-07-01");
    assert_eq!((lapsed["state"].as_str(), lapsed["spell"].as_i64()), (Some("lapsed"), Some(1)));
    assert_eq!(lapsed["covered_until"], "2024-03-31");
    assert!(lapsed["next"].is_null());
    assert_eq!(
        answer("2024-03-31")["next"],
        serde_json::json!({"state":"grace1","on":"2024-04-01"})
    );
    assert!(answer("2024-03-31")["because"][0]["parts"].as_array().unwrap().len() >= 3);
}

fn lives() -> impl Strategy<Value = Vec<PaidMonth>> {
    let payment = (0i32..30, -70i32..120).prop_map(|(n, shift)| {
        let month = month("2024-01").plus(n);
        let paid_on = month.first_day().checked_add(jiff::Span::new().days(shift)).unwrap();
        PaidMonth { month, paid_on }
    });
    prop::collection::vec(payment, 0..20)
}

fn happenings() -> impl Strategy<Value = Vec<CoverEvent>> {
    let day = (0i32..900)
        .prop_map(|n| date("2024-01-01").checked_add(jiff::Span::new().days(n)).unwrap());
    let reasons = prop::sample::select(vec![
        EndReason::Death,
        EndReason::Age,
        EndReason::Request,
        EndReason::OtherSegment,
    ]);
    let event = (day, 0i32..90, reasons, prop::bool::ANY).prop_map(|(from, n, reason, ends)| {
        if ends {
            CoverEvent::Ended { reason, last_day: from }
        } else {
            CoverEvent::Suspended { from, until: from.checked_add(jiff::Span::new().days(n)).ok() }
        }
    });
    prop::collection::vec(event, 0..3)
}

const FIRST: &str = "2023-10-01";
const DAYS: i32 = 1_150;

fn days() -> impl Iterator<Item = Date> {
    (0..DAYS).map(|n| date(FIRST).checked_add(jiff::Span::new().days(n)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_does_not_matter(life in lives(), events in happenings(), grace in 0u8..5) {
        let parameters = CoverParameters::fixed(grace, 3);
        let mut turned = life.clone();
        turned.reverse();
        let mut turned_events = events.clone();
        turned_events.reverse();
        for day in days().step_by(13) {
            prop_assert_eq!(
                standing(&life, &events, &parameters, day),
                standing(&turned, &turned_events, &parameters, day)
            );
        }
    }

    #[test]
    fn one_more_payment_never_takes_protection_away(life in lives(), more in lives(), grace in 0u8..5) {
        let parameters = CoverParameters::fixed(grace, 3);
        let all: Vec<PaidMonth> = life.iter().chain(more.first()).copied().collect();
        for day in days().step_by(3) {
            let before = standing(&life, &[], &parameters, day);
            let after = standing(&all, &[], &parameters, day);
            prop_assert!(after.state.is_protected() || !before.state.is_protected(), "{day}");
            if before.state.is_protected() {
                prop_assert!(after.protected_until >= before.protected_until);
            }
        }
    }

    #[test]
    fn the_timeline_agrees_with_the_cover_of_every_day(life in lives(), events in happenings(), grace in 0u8..5) {
        let parameters = CoverParameters::fixed(grace, 3);
        let last = days().last().unwrap();
        let changes = timeline(&life, &events, &parameters, last);
        prop_assert!(changes.windows(2).all(|pair| pair[0].on < pair[1].on), "one change a day, rising");
        for day in days() {
            let now = changes.iter().rev().find(|change| change.on <= day);
            let expected = now.map_or((CoverState::RegisteredUnpaid, 0), |change| (change.state, change.spell));
            let found = standing(&life, &events, &parameters, day);
            prop_assert_eq!((found.state, found.spell), expected, "{}", day);
            let due: Vec<PaidMonth> = life.iter().filter(|p| p.paid_on <= day).copied().collect();
            prop_assert_eq!(standing(&due, &events, &parameters, day), found, "knows only what was known");
        }
    }

    #[test]
    fn what_is_next_happens_if_nothing_more_is_paid(life in lives(), events in happenings(), n in 0i32..1000) {
        let parameters = CoverParameters::fixed(3, 3);
        let day = date(FIRST).checked_add(jiff::Span::new().days(n)).unwrap();
        let known: Vec<PaidMonth> = life.iter().filter(|p| p.paid_on <= day).copied().collect();
        let now = standing(&known, &events, &parameters, day);
        match now.next {
            Some((state, on)) => {
                prop_assert!(on > day);
                prop_assert_eq!(standing(&known, &events, &parameters, on).state, state);
                let eve = standing(&known, &events, &parameters, on.yesterday().unwrap());
                prop_assert_eq!(eve.state, now.state);
            }
            None => {
                let later = standing(&known, &events, &parameters, date("2040-01-01"));
                prop_assert_eq!(later.state, now.state);
            }
        }
    }
}
