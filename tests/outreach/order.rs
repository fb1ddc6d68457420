//! The order in which captures arrive does not matter: the same people, the same cases, the same money.

use crate::ground::{Branch, cash, code, deposit, enrolment, law_with, serial, somebody};
use access::Role;
use contribution::enrol::members_of;
use db::Uuid;
use proofs::{
    World,
    phone::{Draft, Phone, ground},
};
use registry::{open_nik, person_record};
use serde_json::{Value, json};
use sync::{AllReaders, Envelope, settle_left};
use terms::ids::PersonId;

/// A small evening with everything in it that can contradict: three captures of one number, two of
/// another with other names, a serial used twice, an agent over the limit, a correction, somebody too
/// old, a correction of a receipt, and a deposit.
fn evening(branch: &mut Branch) -> Vec<Envelope> {
    let (one, two) = (&mut branch.agent, &mut branch.other);
    let mut all = Vec::new();
    let mut add = |phone: &mut Phone, draft: Draft| {
        let command = phone.finalise(&draft);
        let id = command.header.id;
        all.push(command);
        id
    };
    let enrol = |body: Value| Draft::new("worker.enrol", body);
    // One number three times: written down at 19:00, 18:30 (the first) and 19:30 under another name.
    let a = add(one, enrol(enrolment(somebody(1, "Paimin Demo"), "19:00:00", Some(code(0, 1)))));
    let mut first = enrolment(somebody(1, "PAIMIN  DEMO"), "18:30:00", Some(code(1, 1)));
    first["enrol"]["person"]["village"] = json!("33.02.15.2007");
    first["enrol"]["person"]["occupations"] = json!([{ "occupation": "pedagang-pasar" }]);
    first["enrol"]["income"] = json!(1_500_000);
    let b = add(two, enrol(first));
    let third = enrolment(somebody(1, "Tukijo Lain"), "19:30:00", Some(code(1, 2)));
    let c = add(two, enrol(third));
    // Another number under two names; whoever wrote first holds it.
    let d = add(one, enrol(enrolment(somebody(2, "Sumarni Demo"), "20:00:00", Some(code(0, 2)))));
    let e = add(two, enrol(enrolment(somebody(2, "Sumarti Lain"), "19:50:00", Some(code(1, 3)))));
    // A number that cannot be, and its correction with the code that was given out.
    let mut wrong = enrolment(somebody(3, "Wagiran Demo"), "20:10:00", Some(code(0, 3)));
    wrong["enrol"]["person"]["nik"] = json!("330215050779000");
    wrong["nik_warned"] = json!(true);
    let f = add(one, enrol(wrong));
    let right = enrolment(somebody(3, "Wagiran Demo"), "20:15:00", Some(code(0, 3)));
    add(one, enrol(right).instead_of(f));
    let g = add(one, enrol(enrolment(somebody(4, "Sumarno Demo"), "20:20:00", Some(code(0, 4)))));
    // The next morning it is corrected; who was written down on Friday joined on Friday.
    let mut richer = enrolment(somebody(4, "Sumarno Demo"), "20:20:00", Some(code(0, 4)));
    richer["made_at"] = json!("2026-11-21T08:00:00+07:00");
    richer["enrol"]["income"] = json!(1_400_000);
    add(one, enrol(richer).instead_of(g));
    // The very first one is corrected after the other agent wrote the same person down: it stays first.
    let mut mended = enrolment(somebody(1, "Paimin Demo"), "19:15:00", Some(code(1, 1)));
    mended["enrol"]["income"] = json!(1_700_000);
    add(two, enrol(mended).instead_of(b));
    let mut old = enrolment(somebody(5, "Kasdi Demo"), "20:30:00", None);
    old["enrol"]["person"]["nik"] = json!("3302151203599005");
    old["enrol"]["person"]["birth_date"] = json!("1959-03-12");
    add(one, enrol(old));
    // Cash for all of them; serial 3 of the first book twice; the first agent goes over 30,000.
    let ra = add(one, cash(a, "19:01:00", &code(0, 1), &serial(0, 1), 8_400));
    add(two, cash(b, "18:31:00", &code(1, 1), &serial(1, 1), 8_400));
    add(two, cash(c, "19:31:00", &code(1, 2), &serial(1, 2), 8_400));
    let rd = add(one, cash(d, "20:01:00", &code(0, 2), &serial(0, 2), 8_400));
    add(two, cash(e, "19:51:00", &code(1, 3), &serial(1, 3), 9_000));
    add(one, cash(f, "20:11:00", &code(0, 3), &serial(0, 3), 8_400));
    add(one, cash(g, "20:21:00", &code(0, 4), &serial(0, 3), 8_400));
    let typo = add(two, cash(c, "19:32:00", &code(1, 2), &serial(1, 4), 84_000));
    let fixed = cash(c, "19:33:00", &code(1, 2), &serial(1, 4), 8_400);
    add(two, fixed.instead_of(typo));
    add(one, deposit(&[serial(0, 1), serial(0, 2)], 16_800, &[ra, rd]));
    all
}

/// Everything that must come out alike: outcomes, people with their terms, codes, receipts, sums.
async fn what_is_there(branch: &Branch) -> Vec<String> {
    let db = branch.world.db();
    let mut seen = Vec::new();
    let outcomes: Vec<(Uuid, String, String)> = proofs::raw_rows(
        &db,
        "SELECT o.capture, o.outcome, o.code FROM outcome AS o
         WHERE o.n = (SELECT MAX(l.n) FROM outcome AS l WHERE l.capture = o.capture)
         ORDER BY o.capture",
    )
    .await
    .unwrap();
    seen.extend(outcomes.iter().map(|it| format!("{it:?}")));
    let staff = branch.world.office(Role::BranchStaff, None);
    let people: Vec<(Uuid,)> = proofs::raw_rows(&db, "SELECT id FROM person").await.unwrap();
    let mut tx = db.read().await.unwrap();
    let mut persons = Vec::new();
    for (person,) in people {
        let id = PersonId(person);
        let nik = open_nik(&mut tx, &staff, id).await.unwrap();
        let record = person_record(&mut tx, &staff, id).await.unwrap();
        let work: Vec<_> = record.occupations.iter().filter(|it| it.to.is_none()).collect();
        let work: Vec<_> = work.iter().map(|it| it.occupation.clone()).collect();
        let consents = record.consents.iter().filter(|it| it.withdrawn_at.is_none()).count();
        let (own, nik) = (record.person, nik.reveal().digits().to_owned());
        for member in members_of(&mut tx, id).await.unwrap() {
            persons.push(format!(
                "{nik} {} {} {} {work:?} {consents}: {} {} {} {} {} {}",
                own.name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "),
                own.birth_date,
                own.village,
                member.income,
                member.sector,
                member.payer,
                member.village,
                member.joined_on,
                member.programmes,
            ));
            let codes: Vec<(String, i64, String)> = proofs::raw_rows(
                &db,
                "SELECT c.code, c.amount, m.number FROM payment_code AS c
                 JOIN membership AS m ON m.bucket = c.bucket AND m.id = c.membership
                 WHERE c.state = 'open' ORDER BY c.code",
            )
            .await
            .unwrap();
            let own = codes.iter().filter(|(.., number)| *number == member.number);
            persons.extend(own.map(|(code, amount, _)| format!("{nik} {code} {amount}")));
        }
    }
    drop(tx);
    persons.sort();
    seen.extend(persons);
    let receipts: Vec<(Uuid, String, i64, String, i64, i64, i64)> = proofs::raw_rows(
        &db,
        "SELECT id, serial, amount, state, doubled, differs, over_limit FROM custody_receipt ORDER BY id",
    )
    .await
    .unwrap();
    seen.extend(receipts.iter().map(|it| format!("{it:?}")));
    let held: Vec<(Uuid, i64)> = proofs::raw_rows(
        &db,
        "SELECT agent, CAST(SUM(amount) AS bigint) FROM custody_entry GROUP BY agent ORDER BY agent",
    )
    .await
    .unwrap();
    seen.extend(held.iter().map(|it| format!("{it:?}")));
    // Counts by village and state, as coverage reads them.
    let counts: Vec<(String,)> = proofs::raw_rows(
        &db,
        "SELECT village || ' ' || CAST(COUNT(*) AS text) FROM membership GROUP BY village ORDER BY village",
    )
    .await
    .unwrap();
    seen.extend(counts.into_iter().map(|(line,)| line));
    seen
}

async fn arriving(world: World, order: &[usize]) -> Vec<String> {
    let mut world = world;
    world.law = law_with(&[
        ("agent/custody_limit.toml", "value = \"unknown\"", "value = 30_000"),
        ("agent/custody_limit.toml", "status = \"unknown\"", "status = \"unconfirmed\""),
    ]);
    world.at("2026-11-20T08:00:00+07:00");
    let mut branch = Branch::open(world).await;
    let commands = evening(&mut branch);
    assert_eq!(commands.len(), COMMANDS);
    branch.world.at("2026-11-21T23:00:00+07:00");
    for at in order {
        let command = &commands[*at];
        let phone = if command.header.device == branch.agent.device {
            &branch.agent
        } else {
            &branch.other
        };
        phone.push(&branch.world, std::slice::from_ref(command)).await;
    }
    settle_left(&ground(&branch.world), &AllReaders, 100).await.unwrap();
    branch.prove().await;
    what_is_there(&branch).await
}

const COMMANDS: usize = 21;

/// Orders drawn from a seed, and the two that are most unlike.
fn orders(n: usize) -> Vec<Vec<usize>> {
    let forward: Vec<usize> = (0..COMMANDS).collect();
    let backward: Vec<usize> = (0..COMMANDS).rev().collect();
    let mut orders = vec![forward.clone(), backward];
    let mut state: u64 = 0x2026_1121;
    while orders.len() < n {
        let mut order = forward.clone();
        for at in (1..COMMANDS).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        orders.push(order);
    }
    orders
}

fn alike(expected: &[String], found: &[String], order: &[usize]) {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|line| !b.contains(line)).cloned().collect()
    };
    let (lost, new) = (only(expected, found), only(found, expected));
    assert!(lost.is_empty() && new.is_empty(), "{order:?}\nlost {lost:#?}\nnew {new:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_order_comes_to_the_same_on_sqlite() {
    let mut expected: Option<Vec<String>> = None;
    // `LINDUNG_ORDERS=1000` is the long run.
    let said = std::env::var("LINDUNG_ORDERS").ok().and_then(|n| n.parse().ok());
    for order in orders(said.unwrap_or(40)) {
        let found = arriving(World::on_sqlite().await, &order).await;
        match &expected {
            None => {
                assert!(found.iter().filter(|line| line.contains("needs_review")).count() > 4);
                expected = Some(found);
            }
            Some(expected) => alike(expected, &found, &order),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_order_comes_to_the_same_on_postgres() {
    let mut expected: Option<Vec<String>> = None;
    for order in orders(8) {
        let Some(world) = World::on_postgres().await else { return };
        let found = arriving(world, &order).await;
        match &expected {
            None => expected = Some(found),
            Some(expected) => alike(expected, &found, &order),
        }
    }
}
