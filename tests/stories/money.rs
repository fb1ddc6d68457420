//! J6: finance, where every rupiah finds its month.

use crate::office::{Office, somebody, text};
use proofs::{World, tree};
use regulation::Law;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

async fn finance_office(world: World, day: &str) -> Office {
    let office = Office::open(world, day).await;
    office.hire("desa", "village_clerk", Some("33.02.15.2006")).await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("bank", "integrator", None).await;
    office.hire("uang.1", "finance", None).await;
    office.hire("uang.2", "finance", None).await;
    office
}

/// Member number n, a trader or a rider; the membership.
async fn member(office: &Office, n: u32, work: &str) -> String {
    let form =
        somebody(&format!("330215550780{n:04}"), "Peserta Contoh", "1980-07-15", work, 1_000_000);
    text(&office.enrol("desa", form).await, "membership").to_owned()
}

async fn covered_until(office: &Office, membership: &str) -> Value {
    office.membership("desa", membership).await["cover"]["covered_until"].clone()
}

/// What finance has to decide: reference, why, owner.
async fn held(office: &Office) -> Vec<(String, String, String)> {
    let page = office.get("uang.1", "/api/v1/payments").await.of(200);
    let part = |of: &Value, name: &str| text(of, name).to_owned();
    let read = |of: &Value| (part(of, "reference"), part(of, "outcome"), part(of, "owner"));
    page["items"].as_array().unwrap().iter().map(read).collect()
}

async fn double_short_and_repeated_payments(world: World) {
    let office = finance_office(world, "2026-11-10").await;
    // 1 The same file twice is one payment: the answer is the same, to the letter.
    let one = member(&office, 9001, "pedagang-pasar").await;
    let code = office.code("desa", &one, 1).await["code"].clone();
    let first = office.pay("bank", "F-1", &code, 8_400, None).await.of(201);
    let again = office.pay("bank", "F-1", &code, 8_400, None).await.of(200);
    assert_eq!(first, again);
    assert_eq!(covered_until(&office, &one).await, "2026-11-30");
    // 2 Paid again under another reference: December, and told.
    let twice = office.pay("bank", "F-2", &code, 8_400, None).await.of(201);
    assert_eq!((text(&twice, "outcome"), text(&twice, "covered_until")), ("double", "2026-12-31"));
    // 2 Once more: January costs twice as much; the half is credit, not cover.
    let third = office.pay("bank", "F-3", &code, 8_400, None).await.of(201);
    assert_eq!((&third["credit"], &third["months"]), (&json!(8_400), &json!([])));
    assert_eq!(covered_until(&office, &one).await, "2026-12-31");
    // 3 Short by 400: pending, no cover, said so; the 400 complete the month.
    let two = member(&office, 9002, "pedagang-pasar").await;
    let code = office.code("desa", &two, 1).await["code"].clone();
    let short = office.pay("bank", "F-4", &code, 8_000, None).await.of(201);
    assert_eq!((text(&short, "outcome"), &short["credit"]), ("short", &json!(8_000)));
    let waiting = office.membership("desa", &two).await;
    assert_eq!(waiting["cover"]["state"], "registered_unpaid");
    let rest = office.pay("bank", "F-5", &code, 400, None).await.of(201);
    assert_eq!((&rest["credit"], text(&rest, "covered_until")), (&json!(0), "2026-11-30"));
    let balance = office.get("uang.1", "/api/v1/ledger/trial-balance").await.of(200);
    assert_eq!(balance["balanced"], true);
    // What is odd has an owner, though nothing is held.
    let owned = held(&office).await;
    let odd: Vec<_> =
        owned.iter().map(|(reference, why, _)| (reference.as_str(), why.as_str())).collect();
    for expected in [("F-2", "double"), ("F-3", "double"), ("F-4", "short")] {
        assert!(odd.contains(&expected), "{owned:?}");
    }
    assert!(owned.iter().all(|(.., owner)| !owner.is_empty()), "{owned:?}");
    office.close().await;
}

/// The law as it stood before the relief of 2026 was written into it.
fn before_the_relief() -> Law {
    let files = tree::files(&["law"], ".toml");
    let files: Vec<_> = files
        .iter()
        .map(|file| (file.path.trim_start_matches("law/"), file.text.as_str()))
        .filter(|(path, _)| !path.starts_with("cases/"))
        .collect();
    // The relief is moved to years nobody pays for yet, in its own file only.
    let moved = |text: &str| text.replace("\"2026-", "\"2044-").replace("\"2027-", "\"2045-");
    let without = |(path, text): (&str, &str)| {
        let is_relief = path.ends_with("relief_pp_50_2025.toml");
        (path.to_owned(), if is_relief { moved(text) } else { text.to_owned() })
    };
    let texts: Vec<(String, String)> = files.into_iter().map(without).collect();
    Law::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap()
}

/// 4 A rider prepaid January to June 2026 at 16,800; then the relief is written into the law.
async fn a_price_that_changed_becomes_six_months_more(mut world: World) {
    let today = Arc::clone(&world.law);
    world.law = Arc::new(before_the_relief());
    let mut office = finance_office(world, "2026-01-02").await;
    let rider = member(&office, 9001, "ojek").await;
    let code = office.code("desa", &rider, 6).await;
    assert_eq!(code["amount"], 100_800);
    let paid = office.pay("bank", "P-1", &code["code"], 100_800, None).await.of(201);
    assert_eq!(text(&paid, "covered_until"), "2026-06-30");
    office.under(Law::clone(&today)).await;
    office.at("2026-02-05");
    let form = json!({ "sector": "transport", "from": "2026-01" });
    let path = format!("/api/v1/memberships/{rider}/reprice");
    let repriced = office.post("desa", &path, form).await.of(200);
    assert_eq!((&repriced["credited"], &repriced["n_months"]), (&json!(50_400), &json!(6)));
    // Six months more are paid by it: nothing is left to pay for July to December.
    let codes = format!("/api/v1/memberships/{rider}/codes");
    let enough = office.post("desa", &codes, json!({ "months": 6 })).await;
    assert_eq!(enough.code(409), "COVERED_BY_CREDIT");
    let code = office.code("desa", &rider, 7).await;
    assert_eq!((&code["price"], &code["amount"]), (&json!(58_800), &json!(8_400)));
    let paid = office.pay("bank", "P-2", &code["code"], 8_400, None).await.of(201);
    assert_eq!((paid["months"].as_array().unwrap().len(), &paid["credit"]), (7, &json!(0)));
    assert_eq!(text(&paid, "covered_until"), "2027-01-31");
    office.close().await;
}

/// 5 Paid in July, lapsed on 1 July: a new spell, or the money back by two people.
async fn late_after_the_lapse(world: World) {
    let office = finance_office(world, "2024-03-01").await;
    let (stays, leaves) = (
        member(&office, 9001, "pedagang-pasar").await,
        member(&office, 9002, "pedagang-pasar").await,
    );
    for (n, membership) in [&stays, &leaves].into_iter().enumerate() {
        let code = office.code("desa", membership, 1).await["code"].clone();
        let _ = office.pay("bank", &format!("M-{n}"), &code, 16_800, None).await.of(201);
    }
    office.at("2024-06-29");
    let mut payments = Vec::new();
    for (n, membership) in [&stays, &leaves].into_iter().enumerate() {
        let code = office.code("desa", membership, 1).await["code"].clone();
        office.at("2024-07-01T10:00:00+07:00");
        let paid = office.pay("bank", &format!("J-{n}"), &code, 16_800, None).await.of(202);
        assert_eq!((text(&paid, "outcome"), &paid["months"]), ("lapsed", &json!([])));
        payments.push(text(&paid, "payment").to_owned());
        office.at("2024-06-29T10:00:00+07:00");
    }
    office.at("2024-07-10");
    assert_eq!(office.membership("desa", &stays).await["cover"]["state"], "lapsed");
    // Without a renewal it cannot be used, whoever asks.
    let apply = format!("/api/v1/payments/{}/apply", payments[0]);
    let form = json!({ "membership": stays, "months": 1 });
    assert_eq!(office.post("uang.1", &apply, form.clone()).await.code(409), "STILL_HELD");
    let intake = json!({ "is_working": true, "attested_by": "Ketua RT 03", "attester_role": "rt_head",
                         "statement": "berjualan sayur setiap pagi" });
    let renew = format!("/api/v1/memberships/{stays}/renew");
    let _ = office.post("desa", &renew, intake).await.of(200);
    let applied = office.post("uang.1", &apply, form).await.of(200);
    assert_eq!(text(&applied, "covered_until"), "2024-07-31");
    let member = office.membership("desa", &stays).await;
    assert_eq!(
        (&member["cover"]["spell"], &member["cover"]["spell_from"]),
        (&json!(2), &json!("2024-07-10"))
    );
    // The other wants it back: one promises, another pays.
    let refund = |step: &str| format!("/api/v1/payments/{}/{step}", payments[1]);
    let reason = json!({ "reason": "tidak bekerja lagi, surat 7" });
    let promised = office.post("uang.1", &refund("approve-refund"), reason.clone()).await.of(200);
    assert_eq!(promised["state"], "refunding");
    let alone = office.post("uang.1", &refund("pay-refund"), reason.clone()).await;
    assert_eq!(alone.code(403), "SAME_PERSON");
    the_bank_pays_the_office(&office, 3 * 16_800).await;
    let back = office.post("uang.2", &refund("pay-refund"), reason).await.of(200);
    assert_eq!((&back["state"], &back["amount"]), (&json!("refunded"), &json!(16_800)));
    assert_eq!(held(&office).await, []);
    office.close().await;
}

/// The channel's money reaches the bank account that refunds are paid from.
async fn the_bank_pays_the_office(office: &Office, amount: i64) {
    let system = office.world.system();
    let mut tx = system.db.write().await.unwrap();
    let (on, amount) = (system.outside.today(), terms::Rupiah::new(amount));
    ledger::settle_channel(&mut tx, &system, "bank statement 1", on, amount).await.unwrap();
    tx.commit().await.unwrap();
}

/// 6 Died on 3 May, paid on 5 May: flagged, no automatic cover.
async fn a_payment_after_a_death(world: World) {
    let office = finance_office(world, "2024-04-01").await;
    let membership = member(&office, 9001, "pedagang-pasar").await;
    let code = office.code("desa", &membership, 1).await["code"].clone();
    let _ = office.pay("bank", "A-1", &code, 16_800, None).await.of(201);
    office.at("2024-05-02");
    let code = office.code("desa", &membership, 1).await["code"].clone();
    office.at("2024-05-04");
    let end = json!({ "change": { "kind": "end", "reason": "death", "last_day": "2024-05-03" }, "note": "akta 12" });
    let path = format!("/api/v1/memberships/{membership}/cover-changes");
    let _ = office.post("cabang", &path, end).await.of(200);
    office.at("2024-05-05");
    let paid = office.pay("bank", "A-2", &code, 16_800, None).await.of(202);
    assert_eq!((text(&paid, "outcome"), &paid["months"]), ("ended", &json!([])));
    let on_the_day = format!("/api/v1/memberships/{membership}/cover?as_of=2024-05-03");
    let cover = office.get("desa", &on_the_day).await.of(200);
    assert_eq!((text(&cover, "state"), text(&cover, "covered_until")), ("grace1", "2024-04-30"));
    let waiting = held(&office).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!((waiting[0].1.as_str(), waiting[0].2.is_empty()), ("ended", false));
    office.close().await;
}

/// What was received ahead becomes income when its month begins, without anybody asking; once.
async fn a_month_begins_by_itself(world: World) {
    let office = finance_office(world, "2026-10-05").await;
    let one = member(&office, 9001, "pedagang-pasar").await;
    let code = office.code("desa", &one, 2).await;
    let paid = office.pay("bank", "M-1", &code["code"], amount(&code, "amount"), None).await;
    assert_eq!(paid.status, 201, "{}", paid.text);
    let turned = async || {
        let page = office.get("uang.1", "/api/v1/ledger/journals?kind=J06").await.of(200);
        page["items"].as_array().unwrap().clone()
    };
    assert_eq!(turned().await, Vec::<Value>::new(), "October's is income at once");
    office.at("2026-11-01T00:05:00+07:00");
    for _ in 0..600 {
        if !turned().await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let journals = turned().await;
    assert_eq!(journals.len(), 1, "{journals:?}");
    assert_eq!(text(&journals[0], "effective_on"), "2026-11-01");
    let again = "/api/v1/ledger/months/2026-11/turn";
    assert_eq!(office.post("uang.1", again, json!({})).await.status, 409, "each month once");
    office.close().await;
}

fn amount(of: &Value, name: &str) -> i64 {
    of[name].as_i64().unwrap_or_else(|| panic!("{name} in {of}"))
}

/// 9 The month is closed: billed is paid, open, credit and refunded; what comes for it later is held.
async fn a_month_is_closed(world: World) {
    let office = finance_office(world, "2026-10-05").await;
    let (mut members, mut billed, mut open, mut held_sum) = (Vec::new(), 0, 0, 0);
    let mut received = 0;
    for (n, pays) in [8_400, 8_400, 8_000, 10_000, 0].into_iter().enumerate() {
        let membership = member(&office, 9001 + u32::try_from(n).unwrap(), "pedagang-pasar").await;
        let code = office.code("desa", &membership, 1).await;
        billed += amount(&code, "amount");
        open += (amount(&code, "amount") - pays).max(0);
        if pays > 0 {
            let paid = office.pay("bank", &format!("O-{n}"), &code["code"], pays, None).await;
            received += amount(&paid.of(201), "amount");
        }
        members.push(membership);
    }
    let stray = office.pay("bank", "O-9", &json!("123456789012345"), 5_000, None).await.of(202);
    held_sum += amount(&stray, "amount");
    received += held_sum;
    let (mut paid, mut credit) = (0, 0);
    for membership in &members {
        let seen = office.membership("desa", membership).await;
        credit += amount(&seen, "credit");
        for month in seen["months"].as_array().unwrap() {
            paid += amount(month, "jkk") + amount(month, "jkm") + amount(month, "jht");
        }
    }
    // Of 42,000 billed 25,200 pay months and 8,800 are open; 8,000 short and 1,600 over are credit.
    assert_eq!((billed, paid, open, credit), (42_000, 25_200, 8_800, 9_600));
    let over = 10_000 - 8_400;
    assert_eq!(billed, paid + open + credit - over);
    assert_eq!(received, paid + credit + held_sum);
    office.at("2026-11-03");
    let turn = office.post("uang.1", "/api/v1/ledger/months/2026-10/turn", json!({})).await;
    assert!([200, 409].contains(&turn.status), "{}", turn.text);
    let close = "/api/v1/ledger/months/2026-10/close";
    assert_eq!(office.post("cabang", close, json!({})).await.code(403), "FORBIDDEN");
    let closed = office.post("uang.1", close, json!({})).await.of(200);
    assert!(closed["months"].as_array().unwrap().contains(&json!("2026-10")), "{closed}");
    let before = trial(&office).await;
    // A payment of October that arrives now: kept, owned, and October stays as it was.
    let code = office.code("desa", &members[0], 1).await["code"].clone();
    let late = office.pay("bank", "O-8", &code, 8_400, Some("2026-10-30T10:00:00+07:00")).await;
    assert_eq!(late.of(202)["outcome"], "closed_month");
    assert_eq!(trial(&office).await, before);
    // Whatever waits has an owner, and still has one days later.
    office.at("2026-11-07");
    let waiting = held(&office).await;
    for (reference, why) in [("O-9", "unknown_code"), ("O-8", "closed_month"), ("O-2", "short")] {
        let found = waiting.iter().find(|(of, ..)| of == reference);
        assert_eq!(found.map(|(_, outcome, _)| outcome.as_str()), Some(why), "{waiting:?}");
    }
    assert!(waiting.iter().all(|(.., owner)| !owner.is_empty()), "{waiting:?}");
    // The member sees the same month as finance.
    let theirs = office.membership("desa", &members[0]).await["months"].clone();
    let page = format!("/api/v1/memberships/{}/months", members[0]);
    assert_eq!(office.get("uang.1", &page).await.of(200)["items"], theirs);
    office.close().await;
}

/// October's books: they balance in every fund.
async fn trial(office: &Office) -> Value {
    let path = "/api/v1/ledger/trial-balance?as_of=2026-10-31";
    let trial = office.get("uang.1", path).await.of(200);
    assert_eq!(trial["balanced"], true, "{trial}");
    for fund in trial["funds"].as_array().unwrap() {
        assert_eq!(fund["debit"], fund["credit"], "{fund}");
    }
    trial
}

proofs::on_both![
    double_short_and_repeated_payments,
    a_price_that_changed_becomes_six_months_more,
    late_after_the_lapse,
    a_payment_after_a_death,
    a_month_begins_by_itself,
    a_month_is_closed,
];
