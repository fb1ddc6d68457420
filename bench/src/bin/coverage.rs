//! The coverage page, at a small and at ten times as many counted changes:
//! `coverage sqlite|postgres [SMALL]`. The aim is the same cost, give or take a fifth.
//!
//! What members would have changed in the counts is made up (a run of paid months each, in the
//! villages of Jawa Tengah, over five years), merged as the server merges it, and asked as the page
//! asks: the area's counts, its parts, its shares.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use db::{Bulk, Db, Kind, OpenOptions, Uuid, Value};
use insight::{By, Measure, Page, Place, Question, breakdown, coverage, merge_changes};
use proofs::Fresh;
use registry::Gazetteer;
use regulation::Law;
use std::time::{Duration, Instant};
use terms::{AreaCode, Date, Month};

static CHANGES: Bulk = Bulk {
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

#[tokio::main]
async fn main() {
    let which = std::env::args().nth(1).unwrap_or_default();
    let small: u64 = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let fresh = match which.as_str() {
        "postgres" => Fresh::postgres().await.expect("PostgreSQL is installed"),
        _ => Fresh::sqlite().await,
    };
    let db = Db::open(&fresh.address, OpenOptions::default()).await.expect("open");
    let mut tx = db.write().await.expect("a write");
    registry::load_reference(&mut tx).await.expect("reference data");
    tx.commit().await.expect("a commit");
    let first = grown(&db, 0, small).await;
    println!("{which} {small:9} members: page in {first:.2?}");
    let second = grown(&db, small, small * 10).await;
    println!("{which} {:9} members: page in {second:.2?}", small * 10);
    println!(
        "{which} cost at ten times as many: {:.2} of the first",
        second.as_secs_f64() / first.as_secs_f64()
    );
}

/// Adds members `from..to`, merges, and answers the median of the page's time.
async fn grown(db: &Db, from: u64, to: u64) -> Duration {
    let area: AreaCode = "33".parse().expect("a code");
    let villages: Vec<String> = Gazetteer::embedded()
        .within(Some(&area))
        .filter(|area| area.code.level() == terms::AreaLevel::Village)
        .map(|area| area.code.to_string())
        .collect();
    for chunk in (from..to).step_by(50_000) {
        let rows = (chunk..(chunk + 50_000).min(to)).flat_map(|n| member(n, &villages)).collect();
        let mut tx = db.write().await.expect("a write");
        tx.insert_many(&CHANGES, rows).await.expect("inserted");
        tx.commit().await.expect("a commit");
        while !merge_changes(db, 100_000).await.expect("merged").complete {}
    }
    db.look_at_tables().await.expect("looked");
    let mut times = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        page(db).await;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn member(n: u64, villages: &[String]) -> [Vec<Value>; 2] {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let village = &villages[usize::try_from(mixed % villages.len() as u64).unwrap_or(0)];
    let months = i32::try_from(mixed >> 40 & 63).unwrap_or(0).min(59);
    let begin = Month::new(2021, 1).expect("a month").plus(months);
    let end = begin.plus(1 + i32::try_from(mixed >> 50 & 15).unwrap_or(0));
    let row = |i: u64, kind: &str, state: &str, day: Date| {
        vec![
            Value::Uuid(Some(Uuid::from_u128(u128::from(n * 2 + i) << 8 | 1))),
            Value::Text(Some(village.clone())),
            Value::Text(Some("persons".into())),
            Value::Text(Some(String::new())),
            Value::Text(Some(String::new())),
            Value::Text(Some(String::new())),
            Value::Text(Some(kind.into())),
            Value::Text(Some(state.into())),
            Value::Date(Some(day)),
            Value::Int(Some(1)),
        ]
    };
    [row(0, "step", "active", begin.first_day()), row(1, "tail", "", end.first_day())]
}

async fn page(db: &Db) {
    let law = Law::built_in();
    let place = Place::Areas(vec!["33".parse().expect("a code")]);
    let as_of = Date::constant(2024, 4, 24);
    let question =
        Question::new(place, as_of, Some(Measure::Persons), None, None, None).expect("a question");
    let mut tx = db.read().await.expect("a read");
    let whole = coverage(&mut tx, law, question.clone()).await.expect("counts");
    let parts =
        breakdown(&mut tx, law, &question, By::Area, Page::default(), None).await.expect("parts");
    std::hint::black_box((whole, parts));
}
