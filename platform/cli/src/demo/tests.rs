//! A hundredth of the demonstration on both databases: the same figures, and nothing that does not agree.

use super::{
    Built, Ground, calendar::calendar, figures, lives::Lives, place, raise, story::cohorts,
};
use crate::{installation::Installation, progress::Bar, speech::Speech};
use db::{Db, OpenOptions, Statement};
use regulation::Law;
use serde_json::Value;
use std::{path::PathBuf, sync::Arc};
use terms::Timestamp;

const SCALE: u64 = 100;

fn now() -> Timestamp {
    "2026-11-21T09:30:00+07:00".parse().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let name = format!("lindung-demo-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn built(installation: &Installation) -> Built {
    let bar = Bar::begin(Speech::to_a_program());
    let law = Law::built_in();
    raise(installation, law, now(), SCALE, &bar, Speech::to_a_program()).await.unwrap()
}

/// What is in it, and whether all of it agrees.
async fn opened(installation: &Installation) -> (Value, Vec<(String, i64)>) {
    let db = Db::open(&installation.db, OpenOptions::default()).await.unwrap();
    let law = Law::built_in();
    let mut tx = db.read().await.unwrap();
    let figures = figures::all(&mut tx, law, terms::office_date(now())).await.unwrap();
    let states = tx.all(&PAYMENTS_BY_OUTCOME, ()).await.unwrap();
    let seasons = tx.all(&SEASONS, ()).await.unwrap();
    let seasons: Vec<_> = seasons.iter().map(|(name, n, d)| (name.as_str(), *n, *d)).collect();
    let told = [
        ("Banyumas 2023", 2, 2),
        ("Banyumas 2024", 1, 1),
        ("Klaten 2023", 9, 8),
        ("Palu 2023", 0, 0),
    ];
    assert_eq!(seasons, told);
    let keys = place::keys(&installation.keys_file().unwrap()).unwrap();
    let (law, keys) = (Arc::new(law.clone()), Arc::new(keys));
    let ground = Ground { db: db.clone(), law, keys, now: now(), scale: SCALE };
    let office = ground.office(now());
    let mut invariants = ledger::check(&mut tx).await.unwrap();
    invariants.extend(contribution::check::check(&mut tx, &office).await.unwrap());
    for invariant in invariants {
        assert!(invariant.ok, "{}: {:?}", invariant.name, invariant.found);
    }
    assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
    drop(tx);
    db.close().await;
    (serde_json::to_value(figures).unwrap(), states)
}

/// Every table and index as it was made.
async fn schema_of(installation: &Installation, is_new: bool) -> Vec<(String,)> {
    let options = OpenOptions { create: is_new, ..OpenOptions::default() };
    let db = Db::open(&installation.db, options).await.unwrap();
    if is_new {
        db::migrate(&db, now()).await.unwrap();
    }
    let schema = db.read().await.unwrap().all(&SCHEMA, ()).await.unwrap();
    db.close().await;
    schema
}

static SCHEMA: Statement<(), (String,)> = Statement::new(
    "schema",
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY sql",
);

/// C11, A05, B04: seasons with their events and in how many districts they are.
static SEASONS: Statement<(), (String, i64, i64)> = Statement::new(
    "seasons",
    "SELECT s.name, COUNT(e.id), COUNT(DISTINCT substr(e.area, 1, 8)) FROM season AS s \
     LEFT JOIN event_plan AS e ON e.season = s.id GROUP BY s.name ORDER BY s.name",
);

static PAYMENTS_BY_OUTCOME: Statement<(), (String, i64)> = Statement::new(
    "payments by outcome",
    "SELECT outcome, COUNT(*) FROM payment GROUP BY outcome ORDER BY outcome",
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundredth_of_it_agrees_and_is_the_same_on_both_databases() {
    let folder = folder("both");
    let file = folder.join("demo.db");
    let sqlite = Installation { db: file.display().to_string(), keys: None };
    let Built { people, passes } = built(&sqlite).await;
    assert_eq!(passes.len(), 4);
    let (figures, outcomes) = opened(&sqlite).await;
    let fresh = Installation { db: folder.join("fresh.db").display().to_string(), keys: None };
    assert_eq!(schema_of(&sqlite, false).await, schema_of(&fresh, true).await, "no index is lost");
    let n = |row: usize| figures[row]["numerator"].as_i64().unwrap();
    // The council and the guards of a hundredth; heads of RT and RW are two rosters.
    assert_eq!([n(0), n(1), n(2)], [33, 9, 6], "{figures}");
    assert_eq!([n(5), n(6), n(7), n(8)], [500, 904, 610, 160], "{figures}");
    let odd: Vec<(&str, i64)> =
        outcomes.iter().map(|(o, n)| (o.as_str(), *n)).filter(|(o, _)| *o != "exact").collect();
    assert_eq!(odd, [("double", 1), ("lapsed", 1), ("over", 1)], "one life each");
    assert!(!folder.join("demo.db.part").exists() && !folder.join("demo.db.building").exists());

    let cluster = tokio::task::spawn_blocking(proofs::cluster::cluster).await.unwrap();
    if let Some(cluster) = cluster {
        tokio::task::block_in_place(|| cluster.create_database("lindung_demo", "template0"));
        let keys = Some(folder.join("postgres.keys"));
        let postgres = Installation { db: cluster.address("lindung_demo"), keys };
        assert_eq!(built(&postgres).await.people, people);
        assert_eq!(opened(&postgres).await, (figures, outcomes));
        assert!(matches!(place::look(&postgres.db).await.unwrap(), place::Found::Whole));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn nothing_happens_before_what_it_rests_on() {
    let today = terms::office_date(now());
    let cohorts = cohorts(today);
    let lives = Lives::new(today);
    let entries = calendar(&cohorts, &lives.days(), now());
    assert!(entries.is_sorted_by_key(|entry| entry.at));
    assert!(entries.iter().all(|entry| entry.at < now()));
    let n: u64 = cohorts.iter().map(|cohort| cohort.n).sum();
    assert!((380_000..420_000).contains(&n), "{n} people");
}
