//! The funnel of one season, at a small and at ten times as many members enrolled in the field:
//! `funnel sqlite|postgres [SMALL]`. The aim is the same cost, give or take a fifth.
//!
//! Every season has nine events with sixty people each, who pay the month of the event and, two of
//! three, the month ninety days later; the season asked is one among all of them.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use access::Office;
use db::{Bulk, Db, Kind, OpenOptions, Uuid, Value};
use outreach::campaign::funnel::{By, by_partner, funnel};
use proofs::Fresh;
use std::time::{Duration, Instant};
use terms::{Date, Timestamp};

const EVENTS: u64 = 9;
const PEOPLE: u64 = 60;
const BATCH_SEASONS: u64 = 20;

static CAMPAIGNS: Bulk = Bulk {
    table: "campaign",
    columns: &[
        ("id", Kind::Uuid),
        ("code", Kind::Text),
        ("name", Kind::Text),
        ("goal", Kind::Text),
        ("owner", Kind::Text),
        ("area", Kind::Text),
        ("source", Kind::Text),
        ("created_at", Kind::Instant),
        ("created_by", Kind::Uuid),
    ],
    conflict: "",
};

static SEASONS: Bulk = Bulk {
    table: "season",
    columns: &[
        ("id", Kind::Uuid),
        ("campaign", Kind::Uuid),
        ("name", Kind::Text),
        ("search_name", Kind::Text),
        ("area", Kind::Text),
        ("from_on", Kind::Date),
        ("to_on", Kind::Date),
        ("goal", Kind::Text),
        ("source", Kind::Text),
        ("created_at", Kind::Instant),
        ("created_by", Kind::Uuid),
    ],
    conflict: "",
};

static PLANS: Bulk = Bulk {
    table: "event_plan",
    columns: &[
        ("id", Kind::Uuid),
        ("season", Kind::Uuid),
        ("campaign", Kind::Uuid),
        ("name", Kind::Text),
        ("search_name", Kind::Text),
        ("area", Kind::Text),
        ("on_date", Kind::Date),
        ("date_said", Kind::Text),
        ("date_inferred", Kind::Int),
        ("sort_on", Kind::Date),
        ("venue", Kind::Text),
        ("channel", Kind::Text),
        ("launch", Kind::Text),
        ("material", Kind::Text),
        ("attestation", Kind::Text),
        ("source", Kind::Text),
        ("flags", Kind::Text),
        ("state", Kind::Text),
        ("version", Kind::Int),
        ("after_30", Kind::Date),
        ("after_90", Kind::Date),
        ("planned_at", Kind::Instant),
        ("planned_by", Kind::Uuid),
        ("changed_at", Kind::Instant),
    ],
    conflict: "",
};

static SESSIONS: Bulk = Bulk {
    table: "event_session",
    columns: &[
        ("event", Kind::Uuid),
        ("plan", Kind::Uuid),
        ("attached_how", Kind::Text),
        ("attached_at", Kind::Instant),
    ],
    conflict: "",
};

static ENROLMENTS: Bulk = Bulk {
    table: "field_enrolment",
    columns: &[
        ("command", Kind::Uuid),
        ("event", Kind::Uuid),
        ("person", Kind::Uuid),
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("agent", Kind::Uuid),
        ("device", Kind::Uuid),
        ("area", Kind::Text),
        ("made_at", Kind::Instant),
        ("made_on", Kind::Date),
        ("clock_uncertain", Kind::Int),
        ("standing", Kind::Text),
        ("name_digest", Kind::Bytes),
        ("birth_date", Kind::Date),
        ("first_month", Kind::Date),
        ("n_months", Kind::Int),
        ("shown_total", Kind::Int),
        ("decided", Kind::Int),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

static MONTHS: Bulk = Bulk {
    table: "contribution_month",
    columns: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("month", Kind::Date),
        ("payment", Kind::Uuid),
        ("spell", Kind::Int),
        ("jkk", Kind::Int),
        ("jkm", Kind::Int),
        ("jht", Kind::Int),
        ("paid_on", Kind::Date),
        ("ahead", Kind::Int),
        ("protects_from", Kind::Date),
        ("protects_to", Kind::Date),
        ("journal", Kind::Uuid),
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
    let seasons = small.div_ceil(EVENTS * PEOPLE);
    let mut tx = db.write().await.expect("a write");
    tx.insert_many(&CAMPAIGNS, vec![campaign()]).await.expect("inserted");
    tx.commit().await.expect("a commit");
    let first = grown(&db, 0, seasons).await;
    println!("{which} {:9} members: funnel in {first:.2?}", seasons * EVENTS * PEOPLE);
    let second = grown(&db, seasons, seasons * 10).await;
    println!("{which} {:9} members: funnel in {second:.2?}", seasons * 10 * EVENTS * PEOPLE);
    println!(
        "{which} cost at ten times as many: {:.2} of the first",
        second.as_secs_f64() / first.as_secs_f64()
    );
}

/// Adds seasons `from..to`, and answers the median of the funnel's time over 21 of them.
async fn grown(db: &Db, from: u64, to: u64) -> Duration {
    for first in (from..to).step_by(usize::try_from(BATCH_SEASONS).unwrap_or(1)) {
        let seasons = first..(first + BATCH_SEASONS).min(to);
        let events = || seasons.clone().flat_map(|s| (0..EVENTS).map(move |e| s * EVENTS + e));
        let people = || events().flat_map(|e| (0..PEOPLE).map(move |p| e * PEOPLE + p));
        let mut tx = db.write().await.expect("a write");
        for (table, rows) in [
            (&SEASONS, seasons.clone().map(season).collect()),
            (&PLANS, events().map(plan).collect()),
            (&SESSIONS, events().map(session).collect()),
            (&ENROLMENTS, people().map(enrolment).collect()),
            (&MONTHS, people().flat_map(months).collect::<Vec<_>>()),
        ] {
            tx.insert_many(table, rows).await.expect("inserted");
        }
        tx.commit().await.expect("a commit");
    }
    db.look_at_tables().await.expect("looked");
    let office = bench::office(db);
    let mut times = Vec::new();
    for n in 0..21 {
        let asked = to * n / 21;
        let start = Instant::now();
        page(db, &office, id(SEASON, asked)).await;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

async fn page(db: &Db, office: &Office, season: Uuid) {
    let mut tx = db.read().await.expect("a read");
    let by_event = funnel(&mut tx, office, vec![season], By::Event).await.expect("a funnel");
    let partners = by_partner(&mut tx, office, vec![season]).await.expect("partners");
    assert_eq!(by_event.total.stages.enrolled, Some(540), "the funnel is of one season");
    std::hint::black_box((by_event, partners));
}

const SEASON: u128 = 1;
const EVENT: u128 = 2;
const PERSON: u128 = 3;
const MEMBERSHIP: u128 = 4;
const COMMAND: u128 = 5;

/// An id whose bytes are spread as random ones are; of one kind and number it is the same.
fn id(kind: u128, n: u64) -> Uuid {
    let mixed = (u128::from(n) << 8 | kind).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Uuid::from_u128(mixed ^ mixed >> 64)
}

const EVENT_DAY: Date = Date::constant(2026, 3, 10);
const THIRTY_LATER: Date = Date::constant(2026, 4, 1);
const NINETY_LATER: Date = Date::constant(2026, 6, 1);

fn text(text: &str) -> Value {
    Value::Text(Some(text.into()))
}

fn int(n: i64) -> Value {
    Value::Int(Some(n))
}

fn day(day: Date) -> Value {
    Value::Date(Some(day))
}

fn uuid(kind: u128, n: u64) -> Value {
    Value::Uuid(Some(id(kind, n)))
}

fn instant() -> Value {
    let at: Timestamp = "2026-03-10T02:00:00Z".parse().expect("a written instant");
    Value::Instant(Some(at))
}

fn nobody() -> Value {
    Value::Uuid(Some(Uuid::nil()))
}

fn campaign() -> Vec<Value> {
    let words = ["BENCH", "Uji", "uji", "national", "", "bench"].map(text);
    let [code, name, goal, owner, area, source] = words;
    vec![nobody(), code, name, goal, owner, area, source, instant(), nobody()]
}

fn season(n: u64) -> Vec<Value> {
    let name = format!("Musim uji {n}");
    vec![
        uuid(SEASON, n),
        nobody(),
        text(&name),
        text(&name.to_lowercase()),
        text("33.02"),
        day(EVENT_DAY),
        day(NINETY_LATER),
        text(""),
        text("bench"),
        instant(),
        nobody(),
    ]
}

fn plan(n: u64) -> Vec<Value> {
    vec![
        uuid(EVENT, n),
        uuid(SEASON, n / EVENTS),
        nobody(),
        text("Kegiatan uji"),
        text("kegiatan uji"),
        text("33.02.15.2006"),
        day(EVENT_DAY),
        text(""),
        int(0),
        day(EVENT_DAY),
        text("Balai desa"),
        text("HALL_EVENT"),
        text(""),
        text(""),
        text(""),
        text("bench"),
        text(""),
        text("planned"),
        int(1),
        day(THIRTY_LATER),
        day(NINETY_LATER),
        instant(),
        nobody(),
        instant(),
    ]
}

fn session(n: u64) -> Vec<Value> {
    vec![uuid(EVENT, n), uuid(EVENT, n), text("same_id"), instant()]
}

fn bucket(n: u64) -> Value {
    int(i64::from(id(MEMBERSHIP, n).as_bytes()[15]))
}

fn enrolment(n: u64) -> Vec<Value> {
    vec![
        uuid(COMMAND, n),
        uuid(EVENT, n / PEOPLE),
        uuid(PERSON, n),
        bucket(n),
        uuid(MEMBERSHIP, n),
        nobody(),
        nobody(),
        text("33.02.15.2006"),
        instant(),
        day(EVENT_DAY),
        int(0),
        text("enrolled"),
        Value::Bytes(Some(vec![0; 32])),
        day(Date::constant(1980, 7, 15)),
        day(Date::constant(2026, 3, 1)),
        int(1),
        int(16_800),
        int(1),
        instant(),
    ]
}

fn months(n: u64) -> Vec<Vec<Value>> {
    let month = |first: Date| {
        vec![
            bucket(n),
            uuid(MEMBERSHIP, n),
            day(first),
            uuid(COMMAND, n),
            int(1),
            int(10_000),
            int(6_800),
            int(0),
            day(EVENT_DAY),
            int(0),
            day(first),
            day(first),
            nobody(),
        ]
    };
    let paid = [Date::constant(2026, 3, 1), NINETY_LATER];
    paid.into_iter().take(if n.is_multiple_of(3) { 1 } else { 2 }).map(month).collect()
}
