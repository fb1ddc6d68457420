//! A season from order to answer, without a database: what a branch head would look for first.

use jiff::civil::date;
use planning::{
    PlanRefusal,
    keep::{Wish, change},
    season::{
        answer::Answer,
        facts::Facts,
        make::make,
        order::{Ban, Crossing, Floors, Hour, Note, Order, Promise},
    },
};
use terms::{AreaCode, Date};

const TODAY: Date = date(2026, 11, 21);
const MONDAY: Date = date(2026, 11, 23);
const FRIDAY: Date = date(2026, 11, 27);

fn code(text: &str) -> AreaCode {
    text.parse().expect("a code")
}

fn banyumas() -> Order {
    let mut order = Order::usual(code("33.02"), MONDAY, FRIDAY, 4);
    for team in &mut order.teams {
        team.start = Some(code("33.02.26"));
    }
    order.iterations = 150;
    order
}

fn made(order: &Order) -> Result<Answer, PlanRefusal> {
    make(order, &Facts::bare(order, TODAY)?, None, &mut |_| {})
}

fn wished(wish: &Wish, order: &Order, before: &Answer) -> Result<(Order, Answer), PlanRefusal> {
    let order = wish.applied(order, before)?;
    let answer = change(wish, &order, before, &Facts::bare(&order, TODAY)?, &mut |_| {})?;
    Ok((order, answer))
}

#[test]
fn a_week_in_banyumas_can_be_driven_and_beats_the_simple_ways() {
    let order = banyumas();
    let answer = made(&order).expect("a plan");
    assert_eq!((answer.n_villages, answer.n_team_days), (331, 20));
    assert!(answer.visits.len() >= 40, "{}", answer.visits.len());
    for it in &answer.visits {
        assert!(it.arrive <= it.start && it.start < it.leave, "{it:?}");
        assert!(it.start >= Hour(480) && it.leave <= Hour(960));
        let noon = if it.on == FRIDAY { Hour(690) } else { Hour(720) };
        assert!(it.leave <= noon || it.start >= Hour(780), "a rest is kept: {it:?}");
        assert!(
            it.enrolments.low <= it.enrolments.mean && it.enrolments.mean <= it.enrolments.high
        );
        assert!(it.reason.lost_without >= 0, "{it:?}");
        assert!(it.reason.sentence.id.contains("pendaftaran"), "{it:?}");
    }
    assert!(answer.outings.iter().all(|it| it.back <= Hour(960)), "everybody is home");
    assert!(
        answer.compared.iter().all(|it| it.value <= answer.totals.value),
        "{:?}",
        answer.compared
    );
    assert_eq!(answer.left_out.len(), 10);
    assert!(answer.warnings.iter().any(|it| it.en.contains("first guess")));
    assert_eq!(made(&order).expect("a plan"), answer, "asked again, the same");
}

#[test]
fn a_promise_is_kept_a_drop_is_obeyed_and_the_price_is_shown() {
    let order = banyumas();
    let first = made(&order).expect("a plan");
    // Gumelar is far: nobody goes there for value alone.
    let gumelar = code("33.02.15.2006");
    let on = date(2026, 11, 25);
    let promise = Promise { village: gumelar.clone(), on, team: Some("Tim 2".into()) };
    let (order, pinned) = wished(&Wish::Pin(promise), &order, &first).expect("it fits");
    let there = pinned.visits.iter().find(|it| it.village == gumelar).expect("the promise");
    assert_eq!((there.on, there.team.as_str(), there.reason.rule.as_str()), (on, "Tim 2", "pin"));
    let price = pinned.price.clone().expect("a price");
    assert_eq!((price.before, price.after), (first.totals.value, pinned.totals.value));
    assert!(price.came.iter().any(|it| it.starts_with("33.02.15.2006 2026-11-25")));
    // What has nothing to do with it stays.
    let stayed = pinned
        .visits
        .iter()
        .filter(|it| first.visits.iter().any(|old| old.village == it.village && old.on == it.on));
    assert!(
        stayed.count() * 10 > first.visits.len() * 8,
        "{} of {}",
        price.came.len(),
        first.visits.len()
    );

    let moved = Wish::Move { village: gumelar.clone(), on, to: MONDAY, team: None };
    let (order, moved) = wished(&moved, &order, &pinned).expect("it fits");
    let days: Vec<Date> =
        moved.visits.iter().filter(|it| it.village == gumelar).map(|it| it.on).collect();
    assert_eq!(days, [MONDAY]);

    let drop = Wish::Drop(Ban { village: gumelar.clone(), on: None });
    let (order, dropped) = wished(&drop, &order, &moved).expect("a plan");
    assert!(dropped.visits.iter().all(|it| it.village != gumelar));
    assert!(order.pins.is_empty());
    let again = Wish::Unpin { village: gumelar, on: MONDAY };
    assert!(matches!(wished(&again, &order, &dropped), Err(PlanRefusal::NoVisit(_))));
}

#[test]
fn promises_that_cannot_all_be_kept_are_named_with_what_would_have_to_give() {
    let mut order = banyumas();
    let far = ["33.02.15.2006", "33.02.17.2010", "33.02.01.2004", "33.02.15.2001"];
    for village in far {
        order.pins.push(Promise { village: code(village), on: FRIDAY, team: Some("Tim 1".into()) });
    }
    let Err(PlanRefusal::PinsCannotFit(said)) = made(&order) else { panic!("they cannot fit") };
    assert!(!said.is_empty() && said.len() < 4, "{said:?}");
    assert!(said.iter().all(|it| it.en.contains("27 November 2026, Tim 1")), "{said:?}");
    assert!(said.iter().any(|it| it.en.contains("let one go")), "{said:?}");
}

#[test]
fn hours_of_a_village_and_skills_are_kept() {
    let mut order = banyumas();
    let village = code("33.02.26.1001");
    order.notes.push(Note {
        village: village.to_string(),
        only_on: vec![date(2026, 11, 24)],
        from: Some(Hour(540)),
        till: Some(Hour(680)),
        skills: vec!["pembaca kartu".into()],
        weight_percent: Some(900),
        because: "hari pasar".into(),
        ..Note::default()
    });
    order.teams[2].skills.push("pembaca kartu".into());
    let answer = made(&order).expect("a plan");
    let there = answer.visits.iter().find(|it| it.village == village).expect("it weighs much");
    assert_eq!((there.on, there.team.as_str()), (date(2026, 11, 24), "Tim 3"));
    assert!(there.start >= Hour(540) && there.leave <= Hour(680), "{there:?}");
    assert!(there.reason.sentence.id.contains("hari pasar"));
}

#[test]
fn floors_come_first_and_their_price_is_said() {
    let mut order = banyumas();
    order.floors = Floors { district: 1, lowest_fifth_percent: 0 };
    let answer = made(&order).expect("a plan");
    let mut districts: Vec<_> = answer.visits.iter().filter_map(|it| it.village.parent()).collect();
    districts.sort();
    districts.dedup();
    assert_eq!(districts.len(), 27, "every district");
    let floor = &answer.floors[0];
    assert_eq!((floor.floor.as_str(), floor.short), ("district", 0));
    assert!(
        floor.price > 0 && floor.value_without == answer.totals.value + floor.price,
        "{floor:?}"
    );
    assert!(answer.visits.iter().any(|it| it.reason.rule == "floor"));
}

#[test]
fn an_island_needs_a_boat() {
    let mut order = Order::usual(code("33.20"), MONDAY, FRIDAY, 2);
    for team in &mut order.teams {
        team.start = Some(code("33.20.06"));
    }
    order.iterations = 100;
    let answer = made(&order).expect("a plan");
    let island = |it: &AreaCode| code("33.20.10").contains(it);
    let apart = answer.unreachable.iter().filter(|it| it.why == "no_way");
    assert!(apart.clone().count() >= 3, "{:?}", answer.unreachable);
    assert!(apart.clone().all(|it| island(&it.village)));
    assert!(answer.visits.iter().all(|it| !island(&it.village)));
    // With a boat it can be asked for, and is refused or kept by the clock, not by the map.
    let karimunjawa = code("33.20.10.2001");
    let from = code("33.20.06");
    order.crossings.push(Crossing { from, to: karimunjawa.clone(), minutes: 120 });
    order.pins.push(Promise { village: karimunjawa.clone(), on: MONDAY, team: None });
    let answer = made(&order).expect("two hours there, two back");
    assert!(answer.visits.iter().any(|it| it.village == karimunjawa && it.travel_minutes >= 120));
}

#[test]
fn a_village_that_is_visited_twice_keeps_the_gap() {
    let mut order = Order::usual(code("33.02.15"), MONDAY, date(2026, 12, 11), 1);
    order.visits_max = 2;
    order.gap_days = 7;
    order.iterations = 100;
    let answer = made(&order).expect("a plan");
    let mut by_village = std::collections::BTreeMap::<_, Vec<_>>::new();
    for it in &answer.visits {
        by_village.entry(it.village.clone()).or_default().push((it.nth, it.enrolments.mean, it.on));
    }
    assert!(by_village.values().any(|it| it.len() == 2), "ten villages, fifteen days");
    for visits in by_village.values().filter(|it| it.len() == 2) {
        let days = (visits[1].2 - visits[0].2).get_days();
        assert!(days >= 7, "{visits:?}");
        assert!(visits[1].1 < visits[0].1, "the second brings less: {visits:?}");
    }
}
