//! Counts as of any day: as the law says of each life, merged or not, at every level of area.

use crate::world::{Head, Life, World, count, date, law_with_grace, place};
use insight::{By, Counts, Measure, Page, Place, Question, SortBy, breakdown, merge_changes};
use proptest::prelude::*;
use regulation::{
    Law,
    cover::{CoverEvent, EndReason, PaidMonth},
};
use terms::{Date, Month, Payer, Segment};

const GUMELAR: &str = "33.02.15.2006";

/// Paid from March 2024 on, for `n` months.
fn march(n: u32) -> Life {
    let first: Month = "2024-03".parse().unwrap();
    Life {
        village: GUMELAR.into(),
        joined: date("2024-02-10"),
        paid: first.run(n).map(PaidMonth::on_first_day).collect(),
        events: vec![],
    }
}

#[tokio::test]
async fn a_tail_runs_out_as_the_clock_of_the_law_does() {
    for law in [Law::built_in().clone(), law_with_grace(2), law_with_grace(0)] {
        let parameters = law.cover_parameters(date("2024-06-01")).unwrap();
        let world = World::fresh().await;
        let life = march(2);
        let rows = life.rows(&parameters, &Head::person(GUMELAR));
        assert!(rows.iter().any(|row| row.kind == "tail"), "the case has a tail");
        world.append(rows).await;
        for merged in [false, true] {
            if merged {
                merge_changes(&world.db, 100).await.unwrap();
            }
            for month in "2024-01".parse::<Month>().unwrap().run(14) {
                for day in [month.first_day(), month.last_day()] {
                    let mut expected = Counts::none(parameters.grace_months);
                    if let Some(state) = life.state(&parameters, day) {
                        count(&mut expected, state);
                    }
                    let asked = Question::persons(place("33.02"), day);
                    assert_eq!(world.counts(&law, &asked).await, expected, "{day} {merged}");
                }
            }
        }
    }
}

#[tokio::test]
async fn merging_changes_no_answer_and_leaves_nothing() {
    let law = Law::built_in();
    let parameters = law.cover_parameters(date("2024-06-01")).unwrap();
    let world = World::fresh().await;
    let mut rows = Vec::new();
    for n in 1..20 {
        let mut life = march(n % 7);
        life.village = format!("33.02.15.20{:02}", n % 3 + 1);
        rows.extend(life.rows(&parameters, &Head::person(&life.village)));
        rows.extend(life.rows(&parameters, &Head::membership(&life.village, "bpu", "self")));
    }
    let n_rows = u64::try_from(rows.len()).unwrap();
    world.append(rows).await;
    let asked: Vec<Question> = ["2024-03-15", "2024-06-30", "2024-07-01", "2025-06-01"]
        .into_iter()
        .flat_map(|day| {
            [Place::Nation, place("33"), place("33.02.15 33.02.16"), place("33.02.15.2002")]
                .map(|place| Question::persons(place, date(day)))
        })
        .collect();
    let mut before = Vec::new();
    for question in &asked {
        before.push(world.counts(law, question).await);
    }
    // Two at once, in small bites: each change is taken by one of them.
    let (one, other) = tokio::join!(merge_changes(&world.db, 7), merge_changes(&world.db, 5));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.changes + other.changes, n_rows);
    for (question, before) in asked.iter().zip(&before) {
        assert_eq!(&world.counts(law, question).await, before, "{question:?}");
    }
    let last = merge_changes(&world.db, 1_000).await.unwrap();
    assert_eq!((last.changes, last.complete), (0, true));
    insight::drop_empty_cells(&world.db).await.unwrap();
    for (question, before) in asked.iter().zip(&before) {
        assert_eq!(&world.counts(law, question).await, before, "{question:?}");
    }
}

#[tokio::test]
async fn parts_make_the_whole_and_keep_their_order() {
    let law = Law::built_in();
    let world = World::fresh().await;
    let mut tx = world.db.write().await.unwrap();
    registry::load_areas(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let on = "2024-04-01";
    let self_paid = Head::membership("33.02.15.2006", "bpu", "self");
    let by_regency = Head::membership("33.02.16.2001", "bpu", "apbd");
    let wages = Head::membership("33.10.05.2001", "pu", "employer");
    world
        .append(vec![
            self_paid.standing(7, "active", on),
            by_regency.standing(5, "active", on),
            by_regency.standing(2, "lapsed", on),
            wages.standing(11, "active", on),
            Head::group("33.02", "rt").standing(4, "active", on),
            Head::group("33.02.15", "rw").standing(3, "active", on),
        ])
        .await;
    merge_changes(&world.db, 3).await.unwrap();
    let memberships = |place, segment| {
        Question::new(place, date("2024-04-24"), Some(Measure::Memberships), None, segment, None)
            .unwrap()
    };
    let mut tx = world.db.read().await.unwrap();
    let page = Page { sort: SortBy::Active, descending: true, ..Page::default() };

    let asked = memberships(place("33"), None);
    let regencies = breakdown(&mut tx, law, &asked, By::Area, page, None).await.unwrap();
    assert_eq!(regencies.n_parts, 35, "every regency of the province, also those with nobody");
    let active: i64 = regencies.parts.iter().map(|part| part.counts.active).sum();
    assert_eq!(active, world.counts(law, &asked).await.active);
    assert_eq!(regencies.parts[0].code, "33.02");
    assert_eq!(regencies.parts[0].name_id, "Kabupaten Banyumas");
    assert_eq!((regencies.parts[0].counts.active, regencies.parts[0].counts.lapsed), (12, 2));

    let second = Page { offset: 1, limit: 1, ..page };
    let found = breakdown(&mut tx, law, &asked, By::Area, second, None).await.unwrap();
    assert_eq!((found.parts.len(), found.parts[0].code.as_str()), (1, "33.10"));

    let payers = breakdown(&mut tx, law, &asked, By::Payer, page, None).await.unwrap();
    let of = |code: &str| payers.parts.iter().find(|part| part.code == code).unwrap();
    assert_eq!((of("employer").counts.active, of("apbd").counts.registered()), (11, 7));
    assert_eq!(of("csr").counts, Counts::none(3));

    let bpu = memberships(place("33.02.15 33.10"), Some(Segment::Bpu));
    let two = breakdown(&mut tx, law, &bpu, By::Area, page, None).await.unwrap();
    let codes: Vec<&str> = two.parts.iter().map(|part| part.code.as_str()).collect();
    assert_eq!(codes, ["33.02.15", "33.10"], "several areas are their own parts");
    assert_eq!(two.parts[1].counts.active, 0);

    let persons = Question::persons(place("33.02"), date("2024-04-24"));
    let groups = breakdown(&mut tx, law, &persons, By::Group, page, None).await.unwrap();
    let of = |code: &str| groups.parts.iter().find(|part| part.code == code).unwrap();
    assert_eq!(of("rt_rw").counts.active, 7);
    assert_eq!((of("rt").counts.active, of("office_holders").counts.active), (4, 7));
    let refused = breakdown(&mut tx, law, &bpu, By::Group, page, None).await.unwrap_err();
    assert_eq!(refused.code(), "COVERAGE_GROUP_WITH_SEGMENT");

    let one_payer = Question::new(
        Place::Nation,
        date("2024-04-24"),
        None,
        None,
        Some(Segment::Bpu),
        Some(Payer::Apbd),
    )
    .unwrap();
    assert_eq!(world.counts(law, &one_payer).await.active, 5);
}

#[tokio::test]
async fn a_roster_of_a_regency_is_not_counted_in_its_districts() {
    let law = Law::built_in();
    let world = World::fresh().await;
    let rows = vec![Head::group("33.02", "bpd").standing(3, "active", "2024-01-01")];
    world.append(rows).await;
    for merged in [false, true] {
        if merged {
            merge_changes(&world.db, 10).await.unwrap();
        }
        for (place, n) in [(place("33.02"), 3), (Place::Nation, 3), (place("33.02.15"), 0)] {
            let asked =
                Question::new(place, date("2024-04-24"), None, Some("bpd"), None, None).unwrap();
            assert_eq!(world.counts(law, &asked).await.active, n, "{asked:?}");
        }
    }
}

fn life() -> impl Strategy<Value = Life> {
    let village = prop::sample::select(vec!["33.02.15.2006", "33.02.16.2001", "36.73.01.1001"]);
    let payment = (0i32..20, 0i64..70, 0i32..4).prop_map(|(month, late, ahead)| {
        let month = "2024-01".parse::<Month>().unwrap().plus(month);
        let paid_on = month.plus(-ahead).first_day();
        let paid_on = paid_on.saturating_add(jiff::Span::new().days(late));
        PaidMonth { month, paid_on }
    });
    let event = (0i64..700, 0i64..90, 0u8..4).prop_map(|(from, days, kind)| {
        let day = |n| date("2024-01-01").saturating_add(jiff::Span::new().days(n));
        match kind {
            0 => CoverEvent::Ended { reason: EndReason::Request, last_day: day(from) },
            1 => CoverEvent::Ended { reason: EndReason::Death, last_day: day(from) },
            2 => CoverEvent::Suspended { from: day(from), until: Some(day(from + days)) },
            _ => CoverEvent::Suspended { from: day(from), until: None },
        }
    });
    let payments = prop::collection::vec(payment, 0..14);
    (village, payments, prop::collection::vec(event, 0..2)).prop_map(|(village, paid, events)| {
        let first = paid.iter().map(|payment| payment.paid_on).min();
        let joined = first.unwrap_or(date("2024-01-01")).min(date("2024-01-01"));
        Life { village: village.into(), joined, paid, events }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn counts_are_the_sum_of_lives(
        lives in prop::collection::vec(life(), 1..12),
        days in prop::collection::vec(0i64..1000, 6),
        merged in 0usize..12,
    ) {
        let law = Law::built_in();
        let parameters = law.cover_parameters(date("2024-06-01")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::fresh().await;
            for (at, life) in lives.iter().enumerate() {
                if at == merged {
                    merge_changes(&world.db, 5).await.unwrap();
                }
                world.append(life.rows(&parameters, &Head::person(&life.village))).await;
            }
            let days: Vec<Date> = days
                .iter()
                .map(|n| date("2023-10-01").saturating_add(jiff::Span::new().days(*n)))
                .collect();
            for on in &days {
                for area in ["", "33.02", "36.73.01.1001", "33.02.15 36"] {
                    let here = if area.is_empty() { Place::Nation } else { place(area) };
                    let mut expected = Counts::none(parameters.grace_months);
                    for life in &lives {
                        let village = &life.village;
                        let inside = area.is_empty()
                            || area.split(' ').any(|area| village.starts_with(area));
                        if let Some(state) = life.state(&parameters, *on).filter(|_| inside) {
                            count(&mut expected, state);
                        }
                    }
                    let found = world.counts(law, &Question::persons(here, *on)).await;
                    assert_eq!(found, expected, "{on} in “{area}”");
                }
            }
            let (from, through) = (*days.iter().min().unwrap(), *days.iter().max().unwrap());
            flows_are_the_beginnings_of_spells(&world, &lives, from, through).await;
        });
    }
}

async fn flows_are_the_beginnings_of_spells(
    world: &World,
    lives: &[Life],
    from: Date,
    through: Date,
) {
    let law = Law::built_in();
    let parameters = law.cover_parameters(through).unwrap();
    let (mut new, mut again) = (0, 0);
    for life in lives {
        let mut spells = 0;
        for now in life.timeline(&parameters) {
            let begins = now.spell > spells && now.state.word() == "active";
            if begins && now.on > from && now.on <= through {
                if now.spell <= 1 { new += 1 } else { again += 1 }
            }
            spells = now.spell;
        }
    }
    let asked = Question::persons(Place::Nation, through);
    let earlier = Question::persons(Place::Nation, from);
    let mut tx = world.db.read().await.unwrap();
    let flows = insight::flows(&mut tx, law, &asked, from).await.unwrap();
    assert_eq!((flows.new, flows.reactivated), (new, again), "{from} {through}");
    let net = world.counts(law, &asked).await.active - world.counts(law, &earlier).await.active;
    assert_eq!(flows.net_active, net);
    if from < through {
        let refused = insight::flows(&mut tx, law, &earlier, through).await.unwrap_err();
        assert_eq!(refused.code(), "COVERAGE_PERIOD_BACKWARDS");
    }
}
