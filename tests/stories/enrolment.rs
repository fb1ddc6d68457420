//! J1: a farmer is enrolled on the village clerk's tablet, and proves it at home.

use crate::office::{Office, somebody, text};
use proofs::{World, client::Call};
use serde_json::{Value, json};

const NIK: &str = "3302151203799001";

fn farmer() -> Value {
    somebody(NIK, "Paimin Demo", "1979-03-12", "petani padi", 900_000)
}

async fn village_office(world: World) -> Office {
    let office = Office::open(world, "2026-11-10").await;
    office.hire("desa", "village_clerk", Some("33.02.15.2006")).await;
    office.hire("desa.lain", "village_clerk", Some("33.02.15.2007")).await;
    office.hire("bank", "integrator", None).await;
    office
}

async fn a_farmer_enrols_pays_three_months_and_proves_it(world: World) {
    let office = village_office(world).await;
    // 1 The number is not on record yet.
    let lookup = "/api/v1/people/lookup";
    let known = office.post("desa", lookup, json!({ "nik": NIK })).await.of(200);
    assert_eq!(known["person"], Value::Null);
    // 6, 7 The promise must be read; who saw the work is kept.
    let mut unread = farmer();
    unread["promise_read"] = json!(false);
    let refused = office.post("desa", "/api/v1/enrolments", unread).await;
    assert_eq!(refused.code(422), "PROMISE_NOT_READ");
    let mut form = farmer();
    form["person"]["attestation"] = json!({
        "attested_by": "Ketua RT 03", "attester_role": "rt_head", "attested_on": "2026-11-10",
        "statement": "terlihat menggarap sawah setiap pagi",
    });
    let enrolled = office.enrol("desa", form).await;
    assert_eq!((&enrolled["sector"], &enrolled["warnings"]), (&json!("other"), &json!([])));
    assert!(text(&enrolled, "promise_id").contains("42.000.000"), "{enrolled}");
    assert!(text(&enrolled, "promise_en").contains("10"), "{enrolled}");
    let (person, membership) = (text(&enrolled, "person"), text(&enrolled, "membership"));
    let known = office.post("desa", lookup, json!({ "nik": NIK })).await.of(200);
    assert_eq!(known["person"]["age"], 47);
    assert!(!known.to_string().contains("Paimin"), "{known}");
    let record = office.get("desa", &format!("/api/v1/people/{person}")).await.of(200);
    assert_eq!(record["attestations"][0]["statement"], "terlihat menggarap sawah setiap pagi");
    // 4, 5 The prices of the counter: 8,400, 33,600, 184,800.
    let before = office.membership("desa", membership).await;
    assert_eq!(before["cover"]["state"], "registered_unpaid");
    let of = |months: u32| {
        let prices = before["prices"].as_array().unwrap();
        prices.iter().find(|price| price["months"] == months).unwrap()["total"].clone()
    };
    assert_eq!((of(1), of(3), of(12)), (json!(8_400), json!(33_600), json!(184_800)));
    // 8 One code for three months, with its reasons.
    let code = office.code("desa", membership, 3).await;
    let months: Vec<_> =
        code["months"].as_array().unwrap().iter().map(|month| month["total"].clone()).collect();
    assert_eq!(
        (&code["amount"], months),
        (&json!(33_600), vec![json!(8_400), json!(8_400), json!(16_800)])
    );
    assert_eq!(code["months"][0]["programmes"], json!({ "jkk": 5_000, "jkm": 3_400 }));
    assert!(!code["because"].as_array().unwrap().is_empty());
    // 9 Paid: covered until the end of January.
    let paid = office.pay("bank", "T-1", &code["code"], 33_600, None).await.of(201);
    assert_eq!((text(&paid, "state"), text(&paid, "outcome")), ("posted", "exact"));
    assert_eq!((text(&paid, "covered_until"), &paid["spell"]), ("2027-01-31", &json!(1)));
    let after = office.membership("desa", membership).await;
    assert_eq!(
        (&after["cover"]["state"], &after["cover"]["spell_from"]),
        (&json!("active"), &json!("2026-11-10"))
    );
    assert!(notice_of(&after, "receipt").is_some(), "{after}");
    prove_it(&office, membership, &paid).await;
    paid_twice(&office, membership, &code["code"]).await;
    office.close().await;
}

fn notice_of<'a>(member: &'a Value, kind: &str) -> Option<&'a Value> {
    member["notices"].as_array().unwrap().iter().find(|notice| notice["kind"] == kind)
}

/// The slip and the card: what the QR says verifies by its signature and names nobody.
async fn prove_it(office: &Office, membership: &str, paid: &Value) {
    let slip = format!("/api/v1/payments/{}/receipt", text(paid, "payment"));
    let slip = office.get("desa", &slip).await;
    assert_eq!(slip.status, 200, "{}", slip.text);
    assert!(slip.text.contains(text(paid, "receipt")), "{}", slip.text);
    let card = office.get("desa", &format!("/api/v1/memberships/{membership}/card")).await;
    assert_eq!(card.status, 200, "{}", card.text);
    for private in [NIK, "Karanganyar", "081234567890"] {
        assert!(!card.text.contains(private) && !slip.text.contains(private), "{private}");
    }
    let signed = card.text.split("/verify?c=").nth(1).expect("the card links its check");
    let signed = signed.split(['&', '"']).next().unwrap();
    let verify = |signed: String| Call::new("GET", &format!("/verify?c={signed}"));
    let verified = office.send(verify(signed.to_owned())).await;
    assert_eq!(verified.status, 200, "{}", verified.text);
    for private in [NIK, "Karanganyar", "Paimin"] {
        assert!(!verified.text.contains(private), "{private} in {}", verified.text);
    }
    // One character of it changed, and it is nobody's card.
    let mut forged = signed.to_owned();
    let changed = if forged.starts_with('A') { "B" } else { "A" };
    forged.replace_range(0..1, changed);
    let forged = office.send(verify(forged)).await;
    assert_ne!(forged.text, verified.text);
    assert!(!forged.text.contains("2027"), "{}", forged.text);
}

/// The same code paid again pays the next months, and the member is told.
async fn paid_twice(office: &Office, membership: &str, code: &Value) {
    let again = office.pay("bank", "T-2", code, 33_600, None).await.of(201);
    assert_eq!(text(&again, "outcome"), "double");
    let months: Vec<_> = again["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| text(month, "month").to_owned())
        .collect();
    assert_eq!(months, ["2027-02", "2027-03"]);
    assert_eq!((text(&again, "covered_until"), &again["credit"]), ("2027-03-31", &json!(0)));
    let member = office.membership("desa", membership).await;
    let receipts = member["notices"].as_array().unwrap().iter();
    let told = receipts.filter(|notice| {
        notice["text_id"].as_str().unwrap().contains("2027-03")
            || notice["text_id"].as_str().unwrap().contains("Maret 2027")
    });
    assert!(told.count() > 0, "{}", member["notices"]);
}

async fn what_may_go_wrong_is_told_and_not_refused_without_need(world: World) {
    let office = village_office(world).await;
    let enrolled = office.enrol("desa", farmer()).await;
    let (person, membership) = (text(&enrolled, "person"), text(&enrolled, "membership"));
    // Already a member: told which.
    let twice = office.post("desa", "/api/v1/enrolments", farmer()).await.of(409);
    assert_eq!((text(&twice, "code"), text(&twice, "membership")), ("ALREADY_MEMBER", membership));
    // The clerk of the next village learns nothing.
    for path in [
        format!("/api/v1/people/{person}"),
        format!("/api/v1/memberships/{membership}"),
        format!("/api/v1/memberships/{membership}/card"),
        format!("/api/v1/memberships/{membership}/notices"),
    ] {
        let status = office.get("desa.lain", &path).await.status;
        assert!([403, 404].contains(&status), "{path}: {status}");
    }
    let there = office.post("desa.lain", "/api/v1/enrolments", farmer()).await;
    assert_eq!(there.code(403), "FORBIDDEN");
    let codes = format!("/api/v1/memberships/{membership}/codes");
    let there = office.post("desa.lain", &codes, json!({ "months": 1 })).await;
    assert_eq!(there.code(404), "NO_SUCH_MEMBERSHIP");
    // A member whose membership ended comes back with the name one letter off: known, and warned.
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    let end = json!({ "change": { "kind": "end", "reason": "request", "last_day": "2026-11-10" }, "note": "surat 1" });
    let changes = format!("/api/v1/memberships/{membership}/cover-changes");
    let _ = office.post("cabang", &changes, end).await.of(200);
    office.at("2026-11-11");
    let mut letter = farmer();
    letter["person"]["name"] = json!("Paimen Demo");
    let again = office.enrol("desa", letter).await;
    assert_eq!((&again["was_known"], text(&again, "person")), (&json!(true), person));
    let warned = again["warnings"].as_array().unwrap();
    assert!(warned.contains(&json!("NAME_DIFFERS")), "{again}");
    // A number from an area nobody knows warns; the person is enrolled.
    let odd = somebody("9802151203799002", "Tukiran Demo", "1979-03-12", "petani padi", 900_000);
    let odd = office.enrol("desa", odd).await;
    assert!(odd["warnings"].as_array().unwrap().contains(&json!("NIK_UNKNOWN_AREA")), "{odd}");
    // Over the age of entry: told, with the rule.
    let old = somebody("3302151203599003", "Kasdi Demo", "1959-03-12", "petani padi", 900_000);
    let old = office.post("desa", "/api/v1/enrolments", old).await.of(422);
    assert_eq!((text(&old, "code"), text(&old, "type")), ("ENTRY_AGE", "/problems/law"));
    assert!(text(&old, "detail").contains("65"), "{old}");
    let nobody = json!({ "nik": "3302151203599003" });
    let nobody = office.post("desa", "/api/v1/people/lookup", nobody).await.of(200);
    assert_eq!(nobody["person"], Value::Null, "who is refused is not kept");
    office.close().await;
}

proofs::on_both![
    a_farmer_enrols_pays_three_months_and_proves_it,
    what_may_go_wrong_is_told_and_not_refused_without_need,
];
