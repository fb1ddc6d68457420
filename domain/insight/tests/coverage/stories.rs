//! The founding stories' numbers: read from `data/figures` and the law, computed, never retyped.

use crate::world::{Head, World, date, place};
use insight::{
    Amount, CoverageReport, FigureEntry, Place, Question, StatusWord, coverage_report,
    figure::Verdict, figures, load_figures, merge_changes, roll_up, target,
};
use regulation::{Law, benefit::DeathInput, contribution::PriceInput};
use terms::{Month, Payer, Programmes, Rupiah, Sector, Segment};

fn figure(id: &str) -> &'static FigureEntry {
    figures().figure(id).expect("the id is in data/figures")
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Banyumas on 24 April 2024 as the story tells it, half of it merged.
async fn banyumas() -> World {
    let world = World::fresh().await;
    let mut tx = world.db.write().await.unwrap();
    let n = load_figures(&mut tx, figures()).await.unwrap();
    assert_eq!(load_figures(&mut tx, figures()).await.unwrap(), n, "loading again adds nothing");
    tx.commit().await.unwrap();
    let heads = |id: &str| figure(id).persons.unwrap();
    let bpd = Head::group("33.02", "bpd");
    let (rt, rw) = (Head::group("33.02.15.2006", "rt"), Head::group("33.02.16.2001", "rw"));
    let guards = Head::group("33.02", "satlinmas");
    let (rt_rw, registered) = (heads("d14-banyumas-rt-rw"), heads("d15-banyumas-satlinmas"));
    world.append(vec![bpd.standing(heads("d13-banyumas-bpd"), "active", "2024-01-01")]).await;
    merge_changes(&world.db, 100).await.unwrap();
    world
        .append(vec![
            rt.standing(rt_rw - 400, "active", "2024-02-01"),
            rw.standing(400, "active", "2024-03-01"),
            rw.standing(55, "grace1", "2024-04-01"),
            guards.standing(registered - 100, "registered_unpaid", "2024-02-01"),
            guards.standing(60, "active", "2024-02-01"),
            guards.standing(40, "lapsed", "2024-04-01"),
            guards.standing(9, "ended", "2024-04-01"),
        ])
        .await;
    world
}

async fn report(world: &World, group: Option<&'static str>, on: &str) -> CoverageReport {
    let mut tx = world.db.read().await.unwrap();
    let question = Question::new(place("33.02"), date(on), None, group, None, None).unwrap();
    coverage_report(&mut tx, Law::built_in(), question, None).await.unwrap()
}

#[tokio::test]
async fn banyumas_groups_are_covered_as_the_story_says() {
    let world = banyumas().await;
    let on = "2024-04-24";
    let bpd = report(&world, Some("bpd"), on).await;
    let rt_rw = report(&world, Some("rt_rw"), on).await;
    let guards = report(&world, Some("satlinmas"), on).await;

    assert_eq!((bpd.numerator, bpd.denominator), (3_379, Some(3_379)));
    assert_eq!(bpd.percent.as_deref(), Some("100.0"));
    assert_eq!((rt_rw.numerator, rt_rw.denominator, rt_rw.gap), (900, Some(12_300), Some(11_400)));
    assert_eq!(rt_rw.percent.as_deref(), Some("7.3"));
    assert_eq!(rt_rw.states.grace, [55, 0, 0], "grace is beside the share, not in it");
    assert_eq!((guards.numerator, guards.gap), (660, Some(9_740)));
    assert_eq!(guards.percent.as_deref(), Some("6.3"));
    assert_eq!((guards.counts, bpd.counts), (StatusWord::Registered, StatusWord::Active));
    assert!(guards.definition.contains("registered: any membership"), "{}", guards.definition);
    assert!(bpd.source.as_deref().unwrap().contains("Radar Banyumas"));

    let all = [bpd, rt_rw, guards];
    let three = roll_up(&all).unwrap();
    assert_eq!((three.numerator, three.denominator), (4_939, 26_079));
    assert_eq!(three.percent.as_deref(), Some("18.9"));
    assert!(three.definition_en.contains("different status words"), "{}", three.definition_en);
    let two = roll_up(&all[1..]).unwrap();
    assert_eq!((two.numerator, two.denominator), (1_560, 22_700));
    assert_eq!(two.percent.as_deref(), Some("6.9"));
}

#[tokio::test]
async fn a_base_is_the_newest_known_on_the_day_and_never_a_guess() {
    let world = banyumas().await;
    let early = report(&world, Some("bpd"), "2024-04-23").await;
    assert_eq!((early.denominator, early.percent), (None, None));
    assert_eq!(early.numerator, 3_379, "the count stands without a base");
    assert!(early.reason_en.unwrap().contains("out of how many for 33.02 by 2024-04-23"));
    assert!(early.reason_id.unwrap().contains("dari berapa orang untuk 33.02 per 2024-04-23"));

    let newer = figures().denominator("banyumas-rt-rw-2025").unwrap();
    let later = report(&world, Some("rt_rw"), "2025-11-30").await;
    assert_eq!(later.denominator, Some(newer.value));
    assert_eq!(later.valid_from, Some(newer.valid_from));
    assert!(roll_up(&[later, report(&world, Some("bpd"), "2024-01-01").await]).is_err());

    let forced = {
        let mut tx = world.db.read().await.unwrap();
        let on = date("2024-04-24");
        let asked = Question::new(place("33.02"), on, None, Some("satlinmas"), None, None).unwrap();
        let active = Some(StatusWord::Active);
        coverage_report(&mut tx, Law::built_in(), asked, active).await.unwrap()
    };
    assert_eq!((forced.numerator, forced.counts), (60, StatusWord::Active));
}

#[tokio::test]
async fn another_base_shows_another_share_of_the_same_people() {
    let world = banyumas().await;
    let members = figure("sulteng-2021").share.as_ref().unwrap().part.unwrap();
    let head = Head::person("72.71.01.1001");
    world.append(vec![head.standing(members, "active", "2021-01-01")]).await;
    let mut tx = world.db.read().await.unwrap();
    let asked = Question::persons(place("72"), date("2021-07-01"));
    let report = coverage_report(&mut tx, Law::built_in(), asked, None).await.unwrap();
    assert_eq!(report.percent.as_deref(), Some("16.6"), "of employed people");
    let other: Vec<_> = report.other_bases.iter().map(|base| base.basis.as_str()).collect();
    assert_eq!(other, ["work_force"]);
    assert_eq!(report.other_bases[0].percent.as_deref(), Some("26.6"));
}

#[tokio::test]
async fn several_areas_need_a_base_each() {
    let world = banyumas().await;
    let mut tx = world.db.read().await.unwrap();
    let on = date("2024-04-24");
    let both = Question::new(place("33.02 36.73"), on, None, Some("bpd"), None, None).unwrap();
    let report = coverage_report(&mut tx, Law::built_in(), both, None).await.unwrap();
    assert_eq!((report.numerator, report.denominator), (3_379, None));
    assert!(report.reason_en.unwrap().contains("36.73"));
}

#[tokio::test]
async fn published_figures_are_kept_with_what_is_wrong_with_them() {
    let world = banyumas().await;
    let mut tx = world.db.read().await.unwrap();
    let serang = place("36.01 36.02 36.04 36.72 36.73");
    let found = insight::outside_figures(&mut tx, Some(&serang), "", 100).await.unwrap();
    let of = |id: &str| found.iter().find(|figure| figure.id == id).unwrap();
    let share = of("e08-serang-vulnerable");
    assert_eq!(share.verdict, "BASE_UNKNOWN");
    let heads: Vec<i64> = share
        .readings
        .as_array()
        .unwrap()
        .iter()
        .map(|reading| reading["heads"].as_i64().unwrap())
        .collect();
    assert_eq!(heads, [40_400, 24_400], "both readings are shown");
    let members = of("e03-serang-members");
    assert_eq!((members.flags.as_str(), members.qualifier.sign()), ("SEGMENT_UNKNOWN", "~"));
    assert_eq!(members.readings[0]["percent"], "60.4");
    assert_eq!(members.readings[0]["gap"], 40_000);
    assert!(of("e05-serang-all-active").flags.contains("IMPLAUSIBLE_SCOPE"));

    let nation = insight::outside_figures(&mut tx, Some(&Place::Nation), "", 100).await.unwrap();
    assert!(nation.iter().any(|figure| figure.value == 36_000_000 && figure.base.is_some()));
    let first = insight::outside_figures(&mut tx, None, "", 3).await.unwrap();
    let next = insight::outside_figures(&mut tx, None, &first[2].id, 1).await.unwrap();
    assert!(next[0].id > first[2].id);

    let running = insight::targets(&mut tx, &Place::Nation, date("2026-11-21")).await.unwrap();
    assert!(running.iter().any(|t| t.value == Some(70_000_000) && !t.source.is_empty()));
    let (sulteng, on) = (place("72"), date("2026-01-01"));
    let sides = insight::denominators(&mut tx, &sulteng, None, None, on).await;
    assert_eq!(sides.unwrap().len(), 2);
}

#[test]
fn every_published_share_gets_its_verdict() {
    let data = figures();
    for (id, verdict, part) in [
        ("b07-sulteng-active-2023-08", Verdict::Quarantined, "1 % of its own sub-total"),
        ("c10-bpu-in-villages", Verdict::BaseUnknown, "without a base"),
        ("e08-serang-vulnerable", Verdict::BaseUnknown, "without a base"),
        ("d13-banyumas-bpd", Verdict::Consistent, "100.00 %"),
        ("g01-banyumas-2025", Verdict::Inconsistent, "31.36 %, not 31.6 %"),
        ("banyumas-2025-09", Verdict::Inconsistent, "36.04 %"),
        ("sulteng-2020", Verdict::Inconsistent, "24.43 %"),
        ("sulteng-2021", Verdict::Rounded, "16.62 %"),
        ("semarang-2024", Verdict::Inconsistent, "18.67 %"),
        ("banyuwangi", Verdict::Inconsistent, "at most 12.2 %"),
        ("sumsel", Verdict::Rounded, "32.73 %"),
        ("indonesia-2023-12", Verdict::Rounded, "68.04 %"),
        ("garut-2025", Verdict::Quarantined, "below the result"),
        ("d22-banyumas-share-2024-04", Verdict::Unchecked, ""),
    ] {
        let judged = figure(id).judge(data).judgement;
        assert_eq!(judged.verdict, verdict, "{id}: {}", judged.en);
        assert!(judged.en.contains(part), "{id}: {}", judged.en);
    }
    let quarantined = figure("b07-sulteng-active-2023-08").judge(data).judgement;
    assert!(quarantined.en.contains("90,000"), "{}", quarantined.en);
    let ratios: Vec<&str> = data
        .outside
        .iter()
        .filter(|figure| figure.subject == "claims_ratio" && !figure.source.is_empty())
        .filter_map(|figure| figure.percent.as_deref())
        .collect();
    assert_eq!(ratios, ["55.6", "120.2", "185.7", "168.1", "198.1"]);
}

#[test]
fn the_target_of_banyumas_in_heads_and_what_is_missing() {
    let goal = figures().target("banyumas-workers-2024").unwrap();
    let base = figures().denominator(goal.of.as_deref().unwrap()).unwrap().amount();
    let target = *target::heads_of_percent(goal.rate().unwrap(), base).unwrap().amount();
    assert_eq!(target, Amount::exactly(280_000));
    let said = figure("d22-banyumas-share-2024-04");
    let under = Amount::hedged(base.value, said.qualifier);
    let at_hand = *target::heads_of_percent(said.rate().unwrap(), under).unwrap().amount();
    assert_eq!(at_hand.to_string(), "<210000");
    let missing = *target::gap(target, at_hand).unwrap().amount();
    assert_eq!((missing.to_string().as_str(), missing.least()), (">70000", Some(70_001)));
    let pace = target::pace(missing, month("2024-05"), month("2024-12")).unwrap();
    assert_eq!(pace.amount().to_string(), ">8750");
    assert!(pace.because().en.contains("more than 8,750 a month"), "{}", pace.because().en);
}

#[test]
fn seventy_million_against_thirty_six() {
    let target = Amount::exactly(figures().target("indonesia-2026").unwrap().heads.unwrap());
    let now = figure("c03-indonesia-active-2023-10").amount();
    let missing = *target::gap(target, now).unwrap().amount();
    assert_eq!(missing, Amount::exactly(34_000_000));
    assert_eq!(target::factor(target, now, 3).unwrap().amount().text, "1.944");
    let pace = target::pace(missing, month("2023-11"), month("2026-12")).unwrap();
    assert_eq!(pace.amount().value, 894_737);
    assert!(pace.because().inputs.contains(&("n_months".into(), "38".into())));
}

#[test]
fn palu_grew_by_about_eighty_per_cent() {
    let (before, after) = (figure("b10-sulteng-bpu-2022"), figure("b09-sulteng-bpu-2023-09"));
    assert_eq!(after.qualifier.sign(), ">=~");
    let grown = target::growth(before.amount(), after.amount(), 0).unwrap();
    assert_eq!(grown.amount().text, "80");
    assert!(grown.because().en.ends_with("about +80 %."), "{}", grown.because().en);
}

/// What a year of the base programmes costs in 2023.
fn price_of_a_year(law: &Law, payer: Payer) -> Rupiah {
    let months: Vec<Month> = month("2023-01").run(12).collect();
    let (income, programmes) = (Rupiah::new(1_000_000), Programmes::BASE);
    let input = PriceInput::new(months[0], income, Sector::Other, payer, programmes);
    law.price_months(&months, &input).unwrap().amount().total
}

#[test]
fn a_year_of_fifteen_thousand_vulnerable_workers_of_palu() {
    let heads = figure("b22-palu-vulnerable").amount();
    let budget = target::budget(heads, price_of_a_year(Law::built_in(), Payer::Apbd)).unwrap();
    assert_eq!(budget.amount(), &Rupiah::new(3_024_000_000));
}

#[test]
fn claims_of_vulnerable_workers_against_their_contributions() {
    let rupiah = |id: &str| Rupiah::new(figure(id).rupiah.unwrap());
    let law = Law::built_in();
    let (paid_2022, claims_2022) =
        (rupiah("d18-banyumas-contributions-2022"), rupiah("d18-banyumas-claims-2022"));
    let (paid_2023, claims_2023) =
        (rupiah("d19-banyumas-contributions-2023"), rupiah("d19-banyumas-claims-2023"));
    let first = target::claims_ratio(paid_2022, claims_2022).unwrap().into_parts().0;
    let second = target::claims_ratio(paid_2023, claims_2023).unwrap().into_parts().0;
    assert_eq!((first.ratio.as_str(), first.percent.as_str()), ("3.0", "300.0"));
    assert_eq!((second.ratio.as_str(), second.percent.as_str()), ("5.0", "500.0"));
    let amount = |rupiah: Rupiah| Amount::exactly(rupiah.get());
    let grown = target::growth(amount(claims_2022), amount(claims_2023), 1).unwrap();
    assert_eq!(grown.amount().text, "66.7");

    let year = price_of_a_year(law, Payer::SelfPaid);
    assert_eq!(target::worker_years(paid_2022, year).unwrap().amount(), &2_480);
    let death = DeathInput {
        died: date("2023-08-01"),
        segment: Segment::Bpu,
        months_in_a_row: 12,
        months_in_all: 12,
        children: 0,
    };
    let benefit = law.death_benefit(&death).unwrap().amount().total;
    assert_eq!(target::benefits_worth(claims_2022, benefit).unwrap().amount(), "35.7");
    assert_eq!(target::benefits_worth(claims_2023, benefit).unwrap().amount(), "59.5");
}

#[test]
fn serang_sets_a_target_against_the_last_one_and_its_result() {
    let serang = |id: &str| figures().target(id).unwrap();
    let (before, now) = (serang("serang-bpu-2021"), serang("serang-bpu-2022"));
    assert_eq!((before.segment.as_str(), &before.area), ("bpu", &now.area));
    assert_eq!(now.area, place("36.01 36.02 36.04 36.72 36.73").key(), "five, two of them Serang");
    let reached = figure("e12-serang-result-2021").rate().unwrap();
    let outcome = target::outcome(before.heads.unwrap(), reached).unwrap().into_parts().0;
    assert_eq!((outcome.result, outcome.shortfall), (16_000, 64_000));
    let amount = |heads: Option<i64>| Amount::exactly(heads.unwrap());
    let more = target::growth(amount(before.heads), amount(now.heads), 2).unwrap();
    assert_eq!(more.amount().text, "26.25");
    let times = target::factor(amount(now.heads), Amount::exactly(outcome.result), 1).unwrap();
    assert_eq!(times.amount().text, "6.3");
    let share = target::share(figure("e03-serang-members").amount(), amount(now.heads), 1).unwrap();
    assert_eq!((share.amount().text.as_str(), share.amount().qualifier.sign()), ("60.4", "~"));
    assert_eq!(now.segment.parse::<Segment>().unwrap(), Segment::Bpu);
}
