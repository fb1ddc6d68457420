//! J2 and B19: an evening at the village hall without signal, sent three times; the same person written
//! down twice, in any order.

use crate::{
    forms::{self, Worker, deposit, receive, worker},
    ground::{count, outcome, said},
};
use access::Role;
use proofs::{
    World,
    phone::{Draft, Phone, holder, id_of},
};
use serde_json::json;
use std::collections::BTreeMap;
use sync::{Envelope, Reason, Verdict};

const PRICE: i64 = 8_400;

async fn with_reference(world: &World) {
    let mut tx = world.db().write().await.unwrap();
    registry::load_reference(&mut tx).await.unwrap();
    ledger::load_chart(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn phone(world: &World, agent: &str) -> Phone {
    let holder = holder(world, agent, Role::Agent, "33.02").await;
    Phone::register(world, &format!("HP {agent}"), holder).await
}

fn enrolled(phone: &mut Phone, who: &Worker, event: db::Uuid, at: jiff::Timestamp) -> Envelope {
    let mut draft = forms::enrol(who, at, 1, PRICE);
    draft.body["event"] = json!(event);
    phone.finalise(&draft)
}

async fn an_evening_sent_three_times_is_twenty_six_members_not_seventy_eight(world: World) {
    with_reference(&world).await;
    let mut phone = phone(&world, "agen").await;
    let (event, at) = (id_of("pendopo"), world.now() - jiff::SignedDuration::from_hours(10));
    let mut evening = vec![phone.finalise(&forms::open(event, at))];
    let mut serials = Vec::new();
    let mut receipts = Vec::new();
    for n in 0..26 {
        let enrolment = enrolled(&mut phone, &worker(n), event, at);
        let serial = format!("K0001-{:06}", n + 1);
        let receipt = phone.finalise(&receive(enrolment.header.id, at, PRICE, &serial));
        receipts.push(receipt.header.id);
        serials.push(serial);
        evening.extend([enrolment, receipt]);
    }
    // One is too old, one's number stands with another name in the same batch.
    let old = Worker { born: "1955-01-02".into(), nik: "3302150201559901".into(), ..worker(40) };
    let named = Worker { name: "Nama Lain Sekali".into(), ..worker(3) };
    let later = at + jiff::SignedDuration::from_mins(5);
    evening.push(enrolled(&mut phone, &old, event, at));
    evening.push(enrolled(&mut phone, &named, event, later));
    evening.push(phone.finalise(&forms::close(event, later, 26)));
    evening.push(phone.finalise(&deposit(&receipts, &serials, later, 26 * PRICE)));
    let mut answers = Vec::new();
    for _ in 0..3 {
        let mut told = Vec::new();
        for part in evening.chunks(20) {
            told.extend(phone.push(&world, part).await.iter().map(said));
        }
        answers.push(told);
    }
    assert_eq!((&answers[1], &answers[2]), (&answers[1], &answers[1]));
    let last: BTreeMap<Reason, usize> = answers[2].iter().fold(BTreeMap::new(), |mut all, it| {
        *all.entry(it.1).or_default() += 1;
        all
    });
    assert_eq!(
        last,
        BTreeMap::from([
            (Reason::EventOpened, 1),
            (Reason::Enrolled, 26),
            (Reason::CashReceived, 26),
            (Reason::TooOld, 1),
            (Reason::NikNameMismatch, 1),
            (Reason::EventClosed, 1),
            (Reason::CashDeposited, 1),
        ])
    );
    for (what, expected) in [
        ("COUNT(*) FROM membership", 26),
        ("COUNT(*) FROM person", 26),
        ("COUNT(*) FROM custody_receipt", 26),
        ("CAST(SUM(amount) AS bigint) FROM custody_receipt", 218_400),
        ("COUNT(*) FROM event", 1),
        ("COUNT(*) FROM capture", i64::try_from(evening.len()).unwrap()),
    ] {
        assert_eq!(count(&world, &format!("SELECT {what}")).await, expected, "{what}");
    }
    holds(&world).await;
}

/// The department's own proofs.
async fn holds(world: &World) {
    let mut tx = world.db().read().await.unwrap();
    let all = outreach::check(&mut tx).await.unwrap();
    let broken: Vec<_> = all.iter().filter(|invariant| !invariant.ok).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
}

/// Two agents and one number: agreeing, or with another name; each with cash. Whatever order they
/// arrive in, the same person, the same outcomes and the same money are the end.
async fn the_same_number_from_two_agents_ends_alike_in_any_order(world: World) {
    with_reference(&world).await;
    let (mut one, mut two) = (phone(&world, "agen.satu").await, phone(&world, "agen.dua").await);
    let orders: [[usize; 4]; 8] = [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [2, 0, 3, 1],
        [1, 3, 0, 2],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [3, 0, 1, 2],
        [1, 2, 3, 0],
    ];
    for (differ, code) in [(false, Reason::SamePerson), (true, Reason::NikNameMismatch)] {
        let mut alike = None;
        for (n, order) in (0u32..).zip(orders) {
            let who = worker(100 + n + if differ { 50 } else { 0 });
            let other = if differ {
                Worker { name: "Nama Lain Sekali".into(), ..who.clone() }
            } else {
                who.clone()
            };
            let earlier = world.now() - jiff::SignedDuration::from_hours(30);
            let later = world.now() - jiff::SignedDuration::from_hours(3);
            let first = one.finalise(&forms::enrol(&who, earlier, 1, PRICE));
            let second = two.finalise(&forms::enrol(&other, later, 1, PRICE));
            let serial =
                |book: u32| format!("K{book:04}-{:06}", 1 + n + if differ { 50 } else { 0 });
            let cash = one.finalise(&receive(first.header.id, earlier, PRICE, &serial(1)));
            let more = two.finalise(&receive(second.header.id, later, PRICE, &serial(2)));
            let all = [first.clone(), second.clone(), cash.clone(), more.clone()];
            for at in order {
                let phone = if all[at].header.device == one.device { &one } else { &two };
                phone.push(&world, &all[at..=at]).await;
            }
            let at = format!("differ {differ}, order {order:?}");
            let of = async |command: &Envelope| outcome(&world, command.header.id).await.unwrap();
            assert_eq!(of(&first).await, (Verdict::Accepted, Reason::Enrolled), "{at}");
            assert_eq!(of(&second).await.1, code, "{at}");
            assert_eq!(of(&cash).await, (Verdict::Accepted, Reason::CashReceived), "{at}");
            // Another's cash is counted whatever its enrolment became, and always answered alike.
            let said = of(&more).await;
            assert_eq!(*alike.get_or_insert(said), said, "{at}");
            assert!(matches!(said.0, Verdict::Accepted | Verdict::NeedsReview), "{at}: {said:?}");
            let n_cases = i64::from(n) + 1 + if differ { 8 } else { 0 };
            assert_eq!(count(&world, "SELECT COUNT(*) FROM person").await, n_cases, "{at}");
            let held = "SELECT CAST(SUM(amount) AS bigint) FROM custody_receipt";
            assert_eq!(count(&world, held).await, 2 * PRICE * n_cases, "{at}");
        }
    }
    holds(&world).await;
}

/// Each shipped version is read for ever: `tests/files/commands/{kind}.v{n}/` has what phones sent.
async fn every_golden_command_is_judged_as_it_was(world: World) {
    with_reference(&world).await;
    let mut phone = phone(&world, "agen").await;
    let files = proofs::tree::files(&["tests/files/commands"], ".json");
    assert!(files.len() >= 10, "{} files", files.len());
    let mut kinds = std::collections::BTreeSet::new();
    for file in files {
        let golden: serde_json::Value = serde_json::from_str(&file.text).unwrap();
        let folder = file.path.split('/').rev().nth(1).unwrap().to_owned();
        let (kind, v) = folder.rsplit_once(".v").unwrap();
        let kind: &'static str = Box::leak(kind.to_owned().into_boxed_str());
        kinds.insert(folder.clone());
        for (n, before) in (0u32..).zip(golden["before"].as_array().into_iter().flatten()) {
            let earlier: &'static str =
                Box::leak(before["kind"].as_str().unwrap().to_owned().into_boxed_str());
            let id = before["id"].as_str().unwrap().parse().unwrap();
            let seq = phone.next_seq;
            phone.next_seq += 1;
            let command = phone.seal(id, seq, &Draft::new(earlier, before["body"].clone()));
            let told = phone.push(&world, &[command]).await;
            assert_eq!(
                told[0].outcome.outcome,
                Verdict::Accepted,
                "{} {n}: {:?}",
                file.path,
                told[0].outcome
            );
        }
        let draft = Draft { v: v.parse().unwrap(), ..Draft::new(kind, golden["body"].clone()) };
        let command = phone.finalise(&draft);
        let told = phone.push(&world, &[command]).await;
        let outcome = &told[0].outcome;
        assert_eq!(
            json!({ "outcome": outcome.outcome.word(), "code": outcome.code.word(), "fields": outcome.fields }),
            golden["says"],
            "{}: {outcome:?}",
            file.path
        );
    }
    let shipped = [
        "cash.deposit.v1",
        "cash.receive.v1",
        "event.checkin.v1",
        "event.close.v1",
        "event.open.v1",
        "event.poll.v1",
        "event.tally.v1",
        "lead.note.v1",
        "worker.enrol.v1",
    ];
    assert!(kinds.iter().map(String::as_str).eq(shipped), "{kinds:?}");
}

proofs::on_both![
    an_evening_sent_three_times_is_twenty_six_members_not_seventy_eight,
    the_same_number_from_two_agents_ends_alike_in_any_order,
    every_golden_command_is_judged_as_it_was,
];
