//! The office app at the counter: one box that finds everything, a timeline, two officers on a record.

use crate::office::{Office, somebody, text};
use proofs::{World, client::Call, raw_rows};
use serde_json::{Value, json};

const VILLAGE: &str = "33.02.15.2006";

pub(crate) async fn branch(world: World, day: &str) -> Office {
    let office = Office::open(world, day).await;
    office.hire("desa", "village_clerk", Some(VILLAGE)).await;
    office.hire("desa.lain", "village_clerk", Some("33.02.15.2007")).await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("cabang.dua", "branch_staff", Some("33.02")).await;
    office.hire("bank", "integrator", None).await;
    office.hire("uang", "finance", None).await;
    office.hire("periksa", "auditor", None).await;
    office
}

/// Person number n of a name; what the enrolment answered.
pub(crate) async fn enrolled(office: &Office, n: u32, name: &str, phone: &str) -> Value {
    let nik = nik(n);
    let mut form = somebody(&nik, name, "1980-07-15", "pedagang-pasar", 1_000_000);
    form["person"]["phone"] = json!(phone);
    office.enrol("desa", form).await
}

fn nik(n: u32) -> String {
    format!("330215550780{n:04}")
}

async fn hits(office: &Office, who: &str, q: &str) -> Vec<Value> {
    let answer = office.post(who, "/api/v1/search", json!({ "q": q })).await.of(200);
    answer["hits"].as_array().unwrap().clone()
}

/// What was found, as `kind title`.
async fn found(office: &Office, who: &str, q: &str) -> Vec<String> {
    let said = |hit: &Value| format!("{} {}", text(hit, "kind"), text(hit, "title"));
    hits(office, who, q).await.iter().map(said).collect()
}

async fn one_box_finds_people_members_codes_and_areas(world: World) {
    let office = branch(world, "2026-11-10").await;
    let one = enrolled(&office, 9001, "Siti Nur Aminah", "081234567801").await;
    enrolled(&office, 9002, "Aminah", "081234567802").await;
    enrolled(&office, 9003, "Siti Rahayu", "081234567803").await;
    // Words in any order, each the beginning of one; the beginning of a name comes first.
    let who = "cabang";
    assert_eq!(found(&office, who, "siti a").await[..1], ["person Siti Nur Aminah"]);
    assert_eq!(found(&office, who, "am sit").await[..1], ["person Siti Nur Aminah"]);
    assert_eq!(found(&office, who, "nur am").await[..1], ["person Siti Nur Aminah"]);
    assert_eq!(found(&office, who, "rahay").await[..1], ["person Siti Rahayu"]);
    let aminah = found(&office, who, "amin").await;
    assert_eq!(aminah[..1], ["person Aminah"], "{aminah:?}");
    // A village clerk looks through the village alone.
    assert_eq!(found(&office, "desa", "aminah siti").await[..1], ["person Siti Nur Aminah"]);
    assert!(!found(&office, "desa.lain", "siti").await.iter().any(|hit| hit.contains("Rahayu")));
    // By number, telephone, card and code; the number shows its last four digits.
    let by_nik = hits(&office, who, &nik(9001)).await;
    assert_eq!(text(&by_nik[0], "nik_masked"), "············9001");
    assert_eq!(by_nik[0]["membership"]["state"], "registered_unpaid");
    assert_eq!(by_nik[0]["village"]["code"], VILLAGE);
    assert_eq!(found(&office, who, "0812 3456 7803").await, ["person Siti Rahayu"]);
    let number = text(&one, "number").to_owned();
    let typed = &number.to_lowercase()[..6];
    let card = found(&office, who, typed).await;
    assert!(card.contains(&"member Siti Nur Aminah".to_owned()), "{typed}: {card:?}");
    let code = office.code("desa", text(&one, "membership"), 2).await;
    let code = text(&code, "code");
    let by_code = hits(&office, "uang", &code[..8]).await;
    assert_eq!((text(&by_code[0], "kind"), text(&by_code[0], "id")), ("code", code));
    assert_eq!(by_code[0]["code"]["state"], "open");
    // Areas by name and by code; nonsense finds nothing and is no fault.
    let area = hits(&office, who, "banyumas").await;
    assert!(area.iter().any(|hit| hit["kind"] == "regency" && hit["id"] == "33.02"), "{area:?}");
    assert_eq!(hits(&office, who, VILLAGE).await[0]["kind"], "village");
    for nonsense in ["", "x", "%%", "'; DROP TABLE person; --", "<script>", "٣٣٠٢"] {
        hits(&office, who, nonsense).await;
    }
    nobody_learns_more_by_searching(&office, &one).await;
    office.close().await;
}

/// Elsewhere the number is known and no more; the whole answer is one line of the audit.
async fn nobody_learns_more_by_searching(office: &Office, one: &Value) {
    let elsewhere = hits(office, "desa.lain", &nik(9001)).await;
    assert_eq!((&elsewhere[0]["elsewhere"], elsewhere.len()), (&json!(true), 1));
    assert_eq!(text(&elsewhere[0], "title"), "S*** N*** A***");
    assert_eq!(
        (&elsewhere[0]["nik_masked"], &elsewhere[0]["membership"]),
        (&Value::Null, &Value::Null)
    );
    let till = hits(office, "bank", &nik(9001)).await;
    assert!(till.is_empty(), "a machine that reports payments reads no people: {till:?}");
    let count = "SELECT COUNT(*) FROM audit_entry WHERE action = 'search'";
    let before: Vec<(i64,)> = raw_rows(&office.world.db(), count).await.unwrap();
    assert!(hits(office, "cabang", "siti").await.len() >= 2);
    let after: Vec<(i64,)> = raw_rows(&office.world.db(), count).await.unwrap();
    assert_eq!(after[0].0, before[0].0 + 1);
    let subject = text(one, "person");
    let path = format!("/api/v1/audit/entries?subject={subject}");
    let entries = office.get("periksa", &path).await.of(200).to_string();
    assert!(entries.contains("\"search\""), "who found one person alone is on record: {entries}");
    assert!(!entries.contains("Aminah") && !entries.contains(&nik(9001)), "{entries}");
}

async fn the_second_officer_sees_what_the_first_one_changed(world: World) {
    let office = branch(world, "2026-11-10").await;
    let one = enrolled(&office, 9001, "Siti Aminah", "081234567801").await;
    let path = format!("/api/v1/people/{}", text(&one, "person"));
    let seen = office.get("cabang", &path).await;
    assert!(seen.head.to_lowercase().contains("etag: \"1\""), "{}", seen.head);
    let correct = async |who: &str, version: Option<&str>, body: Value| {
        let call = Call::new("POST", &format!("{path}/correct"))
            .header("Idempotency-Key", office.key())
            .token(&office.token(who).await);
        let call = match version {
            Some(version) => call.header("If-Match", version),
            None => call,
        };
        office.send(call.json(&body)).await
    };
    let phone = json!({ "correction": { "phone": "081234567899", "rt": "004" } });
    let done = correct("cabang", Some("\"1\""), phone).await.of(200);
    assert_eq!(done["version"], 2);
    // The second one still looks at version 1.
    let late = json!({ "correction": { "address": "Dukuh Lor 3" } });
    let refused = correct("cabang.dua", Some("\"1\""), late.clone()).await.of(412);
    assert_eq!(text(&refused, "type"), "/problems/changed-meanwhile");
    assert_eq!(refused["version"], "2");
    let changes = refused["changes"].as_array().unwrap();
    let fields: Vec<&str> = changes.iter().map(|change| text(change, "field")).collect();
    assert_eq!(fields, ["rt", "phone"]);
    assert_eq!(changes[0]["by"]["name"], "cabang");
    assert_eq!((&changes[0]["now"], &changes[1]["now"]), (&json!("004"), &json!("+6281234567899")));
    // The version may stand in the body too, and must stand somewhere.
    let mut in_body = late.clone();
    in_body["version"] = json!(1);
    assert_eq!(correct("cabang.dua", None, in_body).await.code(412), "STALE");
    assert_eq!(correct("cabang.dua", None, late.clone()).await.code(422), "MISSING");
    assert_eq!(correct("cabang.dua", Some("x"), late.clone()).await.code(400), "IF_MATCH");
    assert_eq!(correct("cabang.dua", Some("\"2\""), late).await.of(200)["version"], 3);
    // What belongs to a record counts as a change of it.
    let heir = json!({ "name": "Budi Demo", "relation": "child" });
    let call = |version: &'static str| {
        Call::new("POST", &format!("{path}/heirs"))
            .header("Idempotency-Key", office.key())
            .header("If-Match", version)
            .json(&heir)
    };
    let token = office.token("cabang").await;
    let old = office.send(call("\"2\"").token(&token)).await.of(412);
    assert_eq!(text(&old["changes"][0], "field"), "address");
    let _ = office.send(call("\"3\"").token(&token)).await.of(201);
    let now = office.get("cabang", &path).await.of(200);
    assert_eq!(now["version"], 4);
    // Who may not change it learns nothing of it.
    let outside = correct("desa.lain", Some("\"1\""), json!({ "correction": { "rt": "9" } })).await;
    assert_eq!(outside.status, 403, "{}", outside.text);
    office.close().await;
}

/// The kinds of a timeline, oldest first.
fn kinds(entries: &[Value]) -> Vec<String> {
    entries.iter().rev().map(|entry| text(entry, "kind").to_owned()).collect()
}

async fn timeline(office: &Office, who: &str, person: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/people/{person}/timeline?limit=4{after}");
        let page = office.get(who, &path).await.of(200);
        all.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

async fn a_timeline_tells_a_life(world: World) {
    let office = branch(world, "2026-01-05").await;
    let one = enrolled(&office, 9001, "Siti Aminah", "081234567801").await;
    let (person, membership) = (text(&one, "person"), text(&one, "membership"));
    let code = office.code("desa", membership, 1).await;
    let amount = code["amount"].as_i64().unwrap();
    let paid = office.pay("bank", "A-1", &code["code"], amount, None).await.of(201);
    let spare = office.code("desa", membership, 3).await;
    let cancel = format!("/api/v1/codes/{}/cancel", text(&spare, "code"));
    let _ = office.post("desa", &cancel, json!({ "reason": "salah bulan" })).await.of(200);
    office.a_day_passes("2026-02-02").await;
    let correction = json!({ "version": 1, "correction": { "phone": "081234567899" } });
    let _ = office
        .post("cabang", &format!("/api/v1/people/{person}/correct"), correction)
        .await
        .of(200);
    let group =
        json!({ "group": "rt", "area": VILLAGE, "on": "2026-02-01", "source": "SK 12/2026" });
    let joined = office.post("desa", &format!("/api/v1/people/{person}/groups/join"), group).await;
    assert_eq!(joined.status, 204, "{}", joined.text);
    for day in ["2026-03-02", "2026-04-02", "2026-05-02"] {
        office.a_day_passes(day).await;
    }
    let reversed = format!("/api/v1/payments/{}/reverse", text(&paid, "payment"));
    let _ = office.post("uang", &reversed, json!({ "reason": "nota bank 7" })).await.of(200);
    let entries = timeline(&office, "cabang", person).await;
    let told = kinds(&entries);
    let at = |kind: &str| {
        told.iter().position(|it| it == kind).unwrap_or_else(|| panic!("{kind}: {told:?}"))
    };
    for (earlier, later) in [
        ("registered", "code_opened"),
        ("enrolled", "paid"),
        ("code_opened", "code_cancelled"),
        ("paid", "grace"),
        ("grace", "lapsed"),
        ("corrected", "lapsed"),
        ("lapsed", "reversed"),
    ] {
        assert!(at(earlier) < at(later), "{earlier} before {later}: {told:?}");
    }
    assert_eq!(told.iter().filter(|kind| *kind == "grace").count(), 3, "{told:?}");
    at("group_joined");
    at("notice");
    at("consent_given");
    let of = |kind: &str| entries.iter().find(|entry| entry["kind"] == kind).unwrap();
    let paid_entry = of("paid");
    assert_eq!(paid_entry["amount"], amount);
    assert_eq!(paid_entry["text"]["key"], "timeline.paid");
    assert_eq!(paid_entry["text"]["args"]["first_month"], "2026-01");
    assert!(text(paid_entry, "receipt_link").ends_with("/receipt"));
    let receipt = office.get("cabang", text(paid_entry, "receipt_link")).await;
    assert_eq!(receipt.status, 200);
    for (kind, name) in [
        ("enrolled", "desa"),
        ("code_cancelled", "desa"),
        ("corrected", "cabang"),
        ("reversed", "uang"),
    ] {
        assert_eq!(of(kind)["who"]["name"], name, "{}", of(kind));
    }
    assert_eq!(of("corrected")["text"]["args"]["fields"], "phone");
    // The pages hold each entry once, newest first.
    let mut ids: Vec<&str> = entries.iter().map(|entry| text(entry, "id")).collect();
    let times: Vec<&str> = entries.iter().map(|entry| text(entry, "at")).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    let n = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n);
    assert_eq!(
        office.get("desa.lain", &format!("/api/v1/people/{person}/timeline")).await.status,
        403
    );
    office.close().await;
}

proofs::on_both![
    one_box_finds_people_members_codes_and_areas,
    the_second_officer_sees_what_the_first_one_changed,
    a_timeline_tells_a_life,
];
