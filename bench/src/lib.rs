//! What the workloads share: a database of generated members with open codes, and medians.

use access::{Keyring, Office, Outside};
use contribution::{
    enrol::{NewMembership, open_many},
    open_code::{BulkCode, open_codes},
};
use db::{Db, Uuid};
use registry::{Door, Gazetteer, NewPerson, PersonForm};
use regulation::{Law, contribution::PriceInput};
use std::sync::Arc;
use terms::{Month, Payer, Programmes, Rupiah, Sector, Segment, Timestamp};

/// Villages the generated members live in.
const VILLAGES: [&str; 5] =
    ["33.02.15.2006", "33.02.17.2010", "33.10.16.2012", "36.73.01.1001", "33.10.11.2008"];

/// The office at a fixed moment, on this database.
#[must_use]
pub fn office(db: &Db) -> Office {
    let now: Timestamp = "2026-11-10T09:00:00+07:00".parse().expect("a written instant");
    let outside = Outside::new(now, Arc::new(Law::built_in().clone()));
    Office::of_the_system(db.clone(), outside, Arc::new(Keyring::for_tests()))
}

/// A generated person; `n` makes the identity number unique.
#[must_use]
pub fn person(office: &Office, n: u64) -> NewPerson {
    let village = VILLAGES[usize::try_from(n).unwrap_or(0) % VILLAGES.len()];
    let day = 1 + n % 28;
    let month = 1 + n / 28 % 12;
    let year = 60 + n / 336 % 39;
    let serial = 9000 + n / 13_104 % 1000;
    let area = 1 + n / 13_104_000 % 90;
    let nik = format!("3302{area:02}{day:02}{month:02}{year:02}{serial:04}");
    let form = PersonForm {
        nik,
        name: format!("Warga Uji {}", ["Satu", "Dua", "Tiga"][usize::try_from(n % 3).unwrap_or(0)]),
        birth_date: format!("19{year}-{month:02}-{day:02}").parse().ok(),
        village: village.into(),
        origin: "bench".into(),
        ..PersonForm::default()
    };
    form.read(&Door::new(&office.outside, Gazetteer::embedded()))
        .expect("a generated form is right")
}

/// Registers `n` members, each with an open code for one month; answers the codes and amounts.
pub async fn members_with_codes(db: &Db, n: u64) -> Vec<(String, Rupiah)> {
    let office = office(db);
    let mut tx = db.write().await.expect("a write");
    registry::load_reference(&mut tx).await.expect("reference data");
    ledger::load_chart(&mut tx).await.expect("the chart");
    tx.commit().await.expect("a commit");
    let mut codes = Vec::new();
    for from in (0..n).step_by(2_000) {
        let people: Vec<NewPerson> =
            (from..(from + 2_000).min(n)).map(|n| person(&office, n)).collect();
        let villages: Vec<_> = people.iter().map(|person| person.village().clone()).collect();
        let seed = Uuid::from_u128(u128::from(from) + 1);
        let mut tx = db.write().await.expect("a write");
        let registered =
            registry::register_many(&mut tx, &office, seed, people).await.expect("registered");
        let today = office.outside.today();
        let wanted: Vec<NewMembership> = registered
            .iter()
            .zip(villages)
            .map(|(registered, village)| NewMembership {
                person: registered.person,
                village,
                segment: Segment::Bpu,
                programmes: Programmes::BASE,
                income: Rupiah::new(1_000_000),
                sector: Sector::Other,
                payer: Payer::SelfPaid,
                joined_on: today,
                list: None,
                is_first: !registered.was_known,
            })
            .collect();
        let opened = open_many(&mut tx, &office, seed, &wanted).await.expect("opened");
        let input = PriceInput::new(
            Month::of(today),
            Rupiah::new(1_000_000),
            Sector::Other,
            Payer::SelfPaid,
            Programmes::BASE,
        );
        let wanted: Vec<BulkCode> = opened
            .iter()
            .map(|opened| BulkCode { membership: opened.membership(), input, n_months: 1 })
            .collect();
        let made = open_codes(&mut tx, &office, seed, &wanted).await.expect("codes");
        tx.commit().await.expect("a commit");
        codes.extend(made.into_iter().map(|(code, amount)| (code.to_string(), amount)));
    }
    codes
}
