//! The main job over HTTP: a worker is enrolled, gets a code, pays, is covered.

use crate::ground::World;
use serde_json::{Value, json};
use server::Options;

pub(crate) fn siti(nik: &str) -> Value {
    json!({
        "person": {
            "nik": nik, "name": "Siti Demo", "birth_date": "1990-07-15", "village": "33.02.15.2006",
            "phone": "081234567890", "occupations": [{ "occupation": "tukang-sayur-keliling" }],
            "consents": [{ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }],
            "attestation": { "attested_by": "Ketua RT 03", "attester_role": "rt_head",
                             "attested_on": "2026-11-20", "statement": "berjualan sayur setiap pagi" },
        },
        "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self", "promise_read": true,
    })
}

#[tokio::test]
async fn a_worker_is_enrolled_pays_and_is_covered() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let staff = world.user(&admin, "loket", &[("branch_staff", Some("33.02"))]).await;
    let finance = world.user(&admin, "keuangan", &[("finance", None)]).await;
    let enrolled = world.post(&staff, "/api/v1/enrolments", siti("3302155507909001")).await;
    assert_eq!(enrolled.status, 201, "{}", enrolled.text);
    let membership = enrolled.body["membership"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/memberships/{membership}");
    let before = world.get(&staff, &path).await;
    assert_eq!(before.body["cover"]["state"], "registered_unpaid", "{}", before.text);
    assert_eq!(before.body["prices"][1]["total"], 33_600, "{}", before.text);

    let code = world.post(&staff, &format!("{path}/codes"), json!({ "months": 3 })).await;
    assert_eq!(
        (code.status.as_u16(), &code.body["amount"]),
        (201, &json!(33_600)),
        "{}",
        code.text
    );
    let pay = json!({
        "channel": "bank_va", "reference": "T-1", "code": code.body["code"], "amount": 33_600,
        "paid_at": "2026-11-21T08:59:00+07:00",
    });
    let paid = world.post(&finance, "/api/v1/payments", pay.clone()).await;
    assert_eq!(paid.status, 201, "{}", paid.text);
    assert_eq!(paid.body["covered_until"], "2027-01-31");
    let again = world.post(&finance, "/api/v1/payments", pay.clone()).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &paid.body));
    let mut other = pay.clone();
    other["amount"] = json!(1);
    let other = world.post(&finance, "/api/v1/payments", other).await;
    assert_eq!((other.status.as_u16(), other.body["code"].as_str()), (409, Some("REFERENCE_USED")));
    let mut lost = pay;
    lost["code"] = json!("000000000000000");
    lost["reference"] = json!("T-2");
    let lost = world.post(&finance, "/api/v1/payments", lost).await;
    assert_eq!(
        (lost.status.as_u16(), lost.body["state"].as_str()),
        (202, Some("held")),
        "{}",
        lost.text
    );

    let after = world.get(&staff, &path).await;
    assert_eq!(after.body["cover"]["state"], "active");
    assert_eq!(after.body["months"].as_array().unwrap().len(), 3);
    let books = world.get(&finance, "/api/v1/ledger/trial-balance").await;
    assert_eq!(books.body["balanced"], true, "{}", books.text);
    let total: i64 =
        books.body["funds"].as_array().unwrap().iter().map(|f| f["debit"].as_i64().unwrap()).sum();
    assert!(total >= 33_600, "{}", books.text);

    let payment = paid.body["payment"].as_str().unwrap();
    let seen = world.get(&staff, &format!("/api/v1/payments/{payment}")).await;
    assert_eq!((seen.status.as_u16(), seen.body["state"].as_str()), (200, Some("posted")));
}

#[tokio::test]
async fn a_clerk_elsewhere_learns_nothing() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let here = world.user(&admin, "desa.sini", &[("village_clerk", Some("33.02.15.2006"))]).await;
    let there = world.user(&admin, "desa.sana", &[("village_clerk", Some("33.02.15.2007"))]).await;
    let enrolled = world.post(&here, "/api/v1/enrolments", siti("3302155507909001")).await;
    assert_eq!(enrolled.status, 201, "{}", enrolled.text);
    let membership =
        format!("/api/v1/memberships/{}", enrolled.body["membership"].as_str().unwrap());
    let person = format!("/api/v1/people/{}", enrolled.body["person"].as_str().unwrap());
    assert_eq!(world.get(&here, &membership).await.status, 200);
    assert_eq!(
        world.get(&here, &person).await.body["nik_masked"]
            .as_str()
            .map(|nik| nik.ends_with("9001")),
        Some(true)
    );
    for path in [&membership, &format!("{membership}/cover"), &format!("{membership}/months")] {
        assert_eq!(world.get(&there, path).await.body["code"], "NO_SUCH_MEMBERSHIP", "{path}");
    }
    assert!(matches!(world.get(&there, &person).await.status.as_u16(), 403 | 404));
    let open = world.post(&here, &format!("{person}/open-nik"), json!({})).await;
    assert_eq!(open.status, 403, "{}", open.text);
    // Enrolled elsewhere, the same person is known and the membership found.
    let twice = world.post(&here, "/api/v1/enrolments", siti("3302155507909001")).await;
    assert_eq!(
        (twice.status.as_u16(), twice.body["code"].as_str()),
        (409, Some("ALREADY_MEMBER")),
        "{}",
        twice.text
    );
    let found = world.post(&here, "/api/v1/people/search", json!({ "text": "siti" })).await;
    assert_eq!(found.body["items"].as_array().unwrap().len(), 1, "{}", found.text);
    let found = world.post(&there, "/api/v1/people/search", json!({ "text": "siti" })).await;
    assert_eq!(found.body["items"], json!([]));
}

#[tokio::test]
async fn every_fault_of_a_form_comes_back_at_once() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let staff = world.user(&admin, "loket", &[("branch_staff", None)]).await;
    let mut form = siti("3302155507909001");
    form["person"]["name"] = json!("");
    form["person"]["village"] = json!("33.02.15.9999");
    form["person"]["birth_date"] = json!("1991-07-15");
    let answer = world.post(&staff, "/api/v1/enrolments", form).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    let fields: Vec<&str> = answer.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    for field in ["name", "village", "birth_date"] {
        assert!(fields.contains(&field), "{field} in {}", answer.text);
    }
}
