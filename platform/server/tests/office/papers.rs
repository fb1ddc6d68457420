//! Pages and files: cards that prove themselves, receipts, reports, lists of people.

use crate::{ground::World, main_job::siti};
use axum::{body::Body, http::Request};
use serde_json::json;
use server::Options;

async fn page(world: &World, token: &str, path: &str) -> (u16, String) {
    let request = Request::get(path).header("accept", "text/html").header("accept-language", "id");
    let request = if token.is_empty() {
        request
    } else {
        request.header("authorization", format!("Bearer {token}"))
    };
    let answer = world.send(request.body(Body::empty()).unwrap()).await;
    (answer.status.as_u16(), answer.text)
}

#[tokio::test]
async fn a_card_is_checked_by_anyone_and_tells_no_more_than_it_must() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let staff = world.user(&admin, "loket", &[("branch_staff", Some("33.02"))]).await;
    let auditor = world.user(&admin, "audit", &[("auditor", None)]).await;
    let enrolled = world.post(&staff, "/api/v1/enrolments", siti("3302155507909001")).await;
    let path = format!("/api/v1/memberships/{}", enrolled.body["membership"].as_str().unwrap());
    let code = world.post(&staff, &format!("{path}/codes"), json!({ "months": 1 })).await;
    let pay = json!({ "channel": "qris", "reference": "Q-1", "code": code.body["code"], "amount": code.body["amount"],
                      "paid_at": "2026-11-21T08:59:00+07:00" });
    let paid = world.post(&staff, "/api/v1/payments", pay).await;
    assert_eq!(paid.status, 201, "{}", paid.text);

    let (status, card) = page(&world, &staff, &format!("{path}/card")).await;
    assert_eq!(status, 200, "{card}");
    assert!(card.contains("SITI DEMO") || card.contains("Siti Demo"), "{card}");
    assert!(card.contains("<svg") && !card.contains("3302155507909001") && !card.contains("9001"));
    let check =
        card.split("href=\"/verify?c=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let (_, checked) = page(&world, "", &format!("/verify?c={check}")).await;
    assert!(checked.contains("Kartu asli") && checked.contains("30 November 2026"), "{checked}");
    assert!(!checked.to_lowercase().contains("siti"), "{checked}");
    let forged = check.replace("2026-11-30", "2027-11-30");
    let (_, refused) = page(&world, "", &format!("/verify?c={forged}")).await;
    assert!(refused.contains("Bukan kartu yang sah"), "{refused}");

    let payment = paid.body["payment"].as_str().unwrap();
    let (status, receipt) =
        page(&world, &staff, &format!("/api/v1/payments/{payment}/receipt")).await;
    assert_eq!(status, 200, "{receipt}");
    assert!(
        receipt.contains(paid.body["receipt"].as_str().unwrap())
            && receipt.contains("November 2026"),
        "{receipt}"
    );

    // Each look at the person is on record, and the record holds.
    let person = enrolled.body["person"].as_str().unwrap();
    let about = world.get(&auditor, &format!("/api/v1/audit/entries?subject={person}")).await;
    let acts: Vec<&str> = about.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert!(acts.contains(&"read person"), "{acts:?}");
    let check = world.get(&auditor, "/api/v1/check").await;
    assert_eq!(check.body["ok"], true, "{}", check.text);
    assert!(check.body["invariants"].as_array().unwrap().len() > 10);
}

#[tokio::test]
async fn a_demo_is_read_without_signing_in_and_an_office_is_not() {
    let demo = World::open(Options { demo: true, ..Options::default() }).await;
    for path in [
        "/",
        "/laporan/cakupan?area=33.02&group=rt_rw&as_of=2024-04-24",
        "/laporan/cakupan?area=Serang%20Raya",
        "/laporan/buku",
        "/laporan/cakupan?area=&group=&as_of=",
    ] {
        let (status, text) = page(&demo, "", path).await;
        assert_eq!(status, 200, "{path}: {text}");
        assert!(
            text.contains("<html lang=\"id\">")
                && !text.contains("<script")
                && !text.contains("style="),
            "{path}"
        );
    }
    let answer =
        demo.send(Request::get("/api/v1/coverage?area=33.02").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["numerator"]),
        (200, &json!(0)),
        "{}",
        answer.text
    );
    let people = demo.send(Request::get("/api/v1/users").body(Body::empty()).unwrap()).await;
    assert_eq!(people.status, 401);
    let office = World::open(Options::default()).await;
    assert_eq!(page(&office, "", "/").await.0, 200);
    for path in ["/laporan/cakupan", "/laporan/buku"] {
        assert_eq!(page(&office, "", path).await.0, 401, "{path}");
    }
}

#[tokio::test]
async fn who_is_enrolled_is_counted() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let staff = world.user(&admin, "loket", &[("branch_staff", Some("33.02"))]).await;
    world.post(&staff, "/api/v1/enrolments", siti("3302155507909001")).await;
    insight_merged(&world).await;
    let here = world.get(&staff, "/api/v1/coverage?area=33.02&counts=registered").await;
    assert_eq!(here.body["numerator"], 1, "{}", here.text);
    assert_eq!(here.body["states"]["registered_unpaid"], 1);
    let there = world.get(&staff, "/api/v1/coverage?area=33.03").await;
    assert_eq!(there.body["code"], "FORBIDDEN", "{}", there.text);
    let parts = world
        .get(&staff, "/api/v1/coverage/parts?area=33.02&by=area&sort=registered&descending=true")
        .await;
    assert_eq!(parts.body["items"][0]["counts"]["registered"], 1, "{}", parts.text);
    let csv = world.get(&staff, "/api/v1/coverage/parts?area=33.02&by=group&format=csv").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(csv.text.starts_with("code,name,active"), "{}", csv.text);
    let wrong = world.get(&staff, "/api/v1/coverage?area=33.02&group=rt_rw&segment=bpu").await;
    assert_eq!(wrong.body["code"], "COVERAGE_GROUP_WITH_SEGMENT", "{}", wrong.text);
}

async fn insight_merged(world: &World) {
    insight::merge_changes(&world.db, 1_000).await.unwrap();
}

const LIST: &str = "NIK;Nama Lengkap;Tanggal Lahir;Alamat;Kode Desa;Pekerjaan;No HP\n\
    3302155507909001;Siti Demo;15-07-1990;RT 3;33.02.15.2006;tukang-sayur-keliling;081234567890\n\
    330215;Budi Demo;01-01-1990;RT 3;33.02.15.2006;tukang-sayur-keliling;081234567891\n";

#[tokio::test]
async fn a_list_is_taken_once_and_its_rows_explain_themselves() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let clerk = world.user(&admin, "desa", &[("village_clerk", Some("33.02.15.2006"))]).await;
    let send = async |token: &str, area: &str, text: &str| {
        let request = Request::post(format!("/api/v1/lists?area={area}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "text/csv")
            .header("content-disposition", "attachment; filename=\"daftar.csv\"");
        world.send(request.body(Body::from(text.to_owned())).unwrap()).await
    };
    let taken = send(&clerk, "33.02.15.2006", LIST).await;
    assert_eq!(taken.status, 201, "{}", taken.text);
    assert_eq!(
        (&taken.body["n_accepted"], &taken.body["n_refused"]),
        (&json!(1), &json!(1)),
        "{}",
        taken.text
    );
    let again = send(&clerk, "33.02.15.2006", LIST).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &taken.body["id"]),
        "{}",
        again.text
    );
    let path = format!("/api/v1/lists/{}", taken.body["id"].as_str().unwrap());
    let rows = world.get(&clerk, &format!("{path}/rows?outcome=OK")).await;
    assert_eq!(rows.body["items"].as_array().unwrap().len(), 1, "{}", rows.text);
    let result = world.get(&clerk, &format!("{path}/result.csv")).await;
    assert_eq!((result.status.as_u16(), result.text.lines().count()), (200, 3), "{}", result.text);
    let refused = world.get(&clerk, &format!("{path}/refused.csv")).await;
    assert!(
        refused.text.contains("Budi Demo") && !refused.text.contains("Siti"),
        "{}",
        refused.text
    );
    let elsewhere = send(&clerk, "33.02.15.2007", LIST).await;
    assert_eq!(elsewhere.body["code"], "FORBIDDEN");
    let hostile = send(&clerk, "33.02.15.2006", "\u{0}\u{1}").await;
    assert_eq!(
        (hostile.status.as_u16(), hostile.body["type"].as_str()),
        (422, Some("/problems/list-refused")),
        "{}",
        hostile.text
    );
    let other = world.user(&admin, "desa.lain", &[("village_clerk", Some("33.02.15.2007"))]).await;
    assert_eq!(world.get(&other, &path).await.status, 404);
}

#[tokio::test]
async fn money_that_is_held_has_an_owner_who_sees_it() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let finance = world.user(&admin, "keuangan", &[("finance", None)]).await;
    let other = world.user(&admin, "keuangan.dua", &[("finance", None)]).await;
    let pay = json!({ "channel": "post", "reference": "P-1", "code": "111111111111111", "amount": 16_800,
                      "paid_at": "2026-11-20T08:59:00+07:00" });
    let held = world.post(&finance, "/api/v1/payments", pay).await;
    assert_eq!(held.status, 202, "{}", held.text);
    let list = world.get(&finance, "/api/v1/payments").await;
    assert_eq!(list.body["items"][0]["id"], held.body["payment"], "{}", list.text);
    let path = format!("/api/v1/payments/{}", held.body["payment"].as_str().unwrap());
    let reason = json!({ "reason": "pembayar meminta kembali" });
    let approved = world.post(&finance, &format!("{path}/approve-refund"), reason.clone()).await;
    assert_eq!(approved.body["state"], "refunding", "{}", approved.text);
    let same = world.post(&finance, &format!("{path}/pay-refund"), reason.clone()).await;
    assert_eq!(same.body["code"], "SAME_PERSON", "{}", same.text);
    // The channel has not paid it in yet: there is nothing in the bank to give back.
    let early = world.post(&other, &format!("{path}/pay-refund"), reason.clone()).await;
    assert_eq!(early.status, 409, "{}", early.text);
    let line = json!({ "reference": "BANK-1", "on": "2026-11-21", "amount": 16_800 });
    let settled = world.post(&other, "/api/v1/ledger/settlements", line).await;
    assert_eq!(settled.status, 200, "{}", settled.text);
    let paid = world.post(&other, &format!("{path}/pay-refund"), reason).await;
    assert_eq!(paid.body["state"], "refunded", "{}", paid.text);
    assert_eq!(world.get(&finance, "/api/v1/payments").await.body["items"], json!([]));
}
