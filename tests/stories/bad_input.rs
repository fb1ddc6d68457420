//! Bad input: every request that goes wrong says what, where, and the way out; none is a 500.

use crate::office::{Office, somebody, text};
use proofs::{World, client::Call};
use serde_json::{Value, json};

const ENROL: &str = "/api/v1/enrolments";
const PAY: &str = "/api/v1/payments";
const NO_ONE: &str = "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60";

/// A good enrolment.
fn good() -> Value {
    somebody("3302155507809001", "Siti Demo", "1980-07-15", "pedagang-pasar", 1_000_000)
}

/// A good enrolment with one thing changed: `person.nik`.
fn but(path: &str, value: Value) -> Value {
    let mut form = good();
    let pointer = format!("/{}", path.replace('.', "/"));
    match form.pointer_mut(&pointer) {
        Some(place) => *place = value,
        None => form[path] = value,
    }
    form
}

fn payment(path: &str, value: Value) -> Value {
    let mut form = json!({ "channel": "bank_va", "reference": "B-1", "code": "123456789012345",
        "amount": 8_400, "paid_at": "2026-11-10T07:00:00+07:00" });
    form[path] = value;
    form
}

/// Path, body, and the status, code and field expected.
type Row = (&'static str, Value, u16, &'static str, &'static str);

fn rows() -> Vec<Row> {
    vec![
        (ENROL, but("sesuatu", json!(1)), 422, "UNKNOWN_FIELD", "sesuatu"),
        (ENROL, but("person.nik", json!("33021555")), 422, "NIK_LENGTH", "nik"),
        (ENROL, but("person.nik", json!("33021555078O9001")), 422, "NIK_NOT_DIGITS", "nik"),
        (ENROL, but("person.nik", json!("3302153213809001")), 422, "NIK_DATE", "nik"),
        (ENROL, but("person.nik", json!("3.30216E+15")), 422, "NIK_SPREADSHEET", "nik"),
        (ENROL, but("person.name", json!("")), 422, "MISSING", "name"),
        (ENROL, but("person.village", json!("33.02.15.9999")), 422, "VILLAGE_UNKNOWN", "village"),
        (
            ENROL,
            but("person.birth_date", json!("1981-07-15")),
            422,
            "BIRTHDATE_MISMATCH",
            "birth_date",
        ),
        (ENROL, but("person.birth_date", json!("15/07/1980")), 422, "", "person.birth_date"),
        (ENROL, but("income", json!(-1)), 422, "INCOME_NOT_POSITIVE", "income"),
        (ENROL, but("income", json!(1.5)), 422, "TYPE", "income"),
        (ENROL, but("income", json!("1000000")), 422, "TYPE", "income"),
        (ENROL, but("payer", json!("paman")), 422, "UNKNOWN_WORD", "payer"),
        (ENROL, json!([]), 422, "NOT_AN_OBJECT", ""),
        (PAY, payment("amount", json!(-8_400)), 422, "AMOUNT", "amount"),
        (PAY, payment("amount", json!(0)), 422, "AMOUNT", "amount"),
        (PAY, payment("amount", json!(8_400.5)), 422, "TYPE", "amount"),
        (
            PAY,
            payment("paid_at", json!("2026-11-11T07:00:00+07:00")),
            422,
            "PAID_AT_IN_THE_FUTURE",
            "paid_at",
        ),
        (
            PAY,
            payment("paid_at", json!("1999-01-01T07:00:00+07:00")),
            422,
            "PAID_AT_TOO_OLD",
            "paid_at",
        ),
        (PAY, payment("paid_at", json!("kemarin")), 422, "", "paid_at"),
        (PAY, payment("reference", json!("")), 422, "LENGTH", "reference"),
        (PAY, payment("channel", json!("x".repeat(65))), 422, "LENGTH", "channel"),
        (PAY, payment("catatan", json!("x")), 422, "UNKNOWN_FIELD", "catatan"),
        ("/api/v1/memberships/bukan-id/codes", json!({ "months": 1 }), 400, "BAD_ADDRESS", ""),
        ("/api/v1/nowhere", json!({}), 404, "NOT_FOUND", ""),
        ("/api/v1/people/lookup", json!({ "nik": "12" }), 422, "NIK_LENGTH", "nik"),
        ("/api/v1/people/lookup", json!({}), 422, "MISSING", "nik"),
        ("/api/v1/calculator/nik", json!({ "nik": "a" }), 422, "NIK_NOT_DIGITS", "nik"),
    ]
}

async fn open(world: World) -> Office {
    let office = Office::open(world, "2026-11-10").await;
    office.hire("cabang", "branch_staff", None).await;
    office
}

#[track_caller]
fn is_problem(
    answer: &proofs::client::Answer,
    (status, code, field): (u16, &str, &str),
    what: &str,
) {
    let problem = &answer.json;
    assert_eq!(answer.status, status, "{what}: {}", answer.text);
    assert!(answer.head.contains("application/problem+json"), "{what}: {}", answer.head);
    assert_eq!(problem["status"], status, "{what}");
    assert!(code.is_empty() || problem["code"] == code, "{what}: {problem}");
    assert_eq!(problem["field"].as_str().unwrap_or_default(), field, "{what}: {problem}");
    assert!(text(problem, "type").starts_with("/problems/"), "{what}: {problem}");
    assert!(text(problem, "detail").len() > 10, "{what}: {problem}");
}

async fn every_bad_request_says_what_and_where(world: World) {
    let office = open(world).await;
    for (path, body, status, code, field) in rows() {
        let what = format!("{path} {body}");
        let ask = |language: &'static str, token: String, key: String| {
            Call::new("POST", path)
                .token(&token)
                .header("Idempotency-Key", key)
                .header("Accept-Language", language)
        };
        let token = office.token("cabang").await;
        let plain = office.send(ask("", token.clone(), office.key()).json(&body)).await;
        is_problem(&plain, (status, code, field), &what);
        let english = office.send(ask("en", token, office.key()).json(&body)).await;
        is_problem(&english, (status, code, field), &what);
        assert_ne!(plain.json["title"], english.json["title"], "{what}");
        assert_ne!(plain.json["detail"], english.json["detail"], "{what}");
    }
    // Nothing of it was kept.
    let none = office.post("cabang", "/api/v1/people/search", json!({ "text": "siti" })).await;
    assert_eq!(none.of(200)["items"], json!([]));
    office.close().await;
}

/// Requests that are wrong before anybody reads their fields.
async fn what_is_no_request_is_refused_at_the_door(world: World) {
    let office = open(world).await;
    let token = office.token("cabang").await;
    let asked = |path: &str| Call::new("POST", path).token(&token);
    let body = good().to_string().into_bytes();
    let key = || office.key();
    let big = format!("{{\"nik\":\"{}\"}}", "1".repeat(2 << 20)).into_bytes();
    let get = |path: &str| Call::new("GET", path).token(&token);
    let table = [
        (
            "broken",
            asked(ENROL)
                .header("Idempotency-Key", key())
                .body("application/json", b"{\"income\":".to_vec()),
            400,
            "BAD_JSON",
        ),
        ("no key", asked(ENROL).body("application/json", body.clone()), 400, "KEY_MISSING"),
        (
            "odd key",
            asked(ENROL).header("Idempotency-Key", "1").body("application/json", body.clone()),
            400,
            "KEY_FORMAT",
        ),
        (
            "not JSON",
            asked(ENROL).header("Idempotency-Key", key()).body("text/plain", body.clone()),
            415,
            "UNSUPPORTED_TYPE",
        ),
        (
            "no type",
            asked(ENROL).header("Idempotency-Key", key()).body("", body),
            415,
            "UNSUPPORTED_TYPE",
        ),
        (
            "too large",
            asked("/api/v1/people/lookup").body("application/json", big),
            413,
            "TOO_LARGE",
        ),
        ("nobody", Call::new("GET", "/api/v1/users"), 401, "NOT_SIGNED_IN"),
        ("odd token", Call::new("GET", "/api/v1/users").token("abc"), 401, "NOT_SIGNED_IN"),
        ("not theirs", get("/api/v1/users"), 403, "FORBIDDEN"),
        ("method", Call::new("DELETE", PAY).token(&token), 405, "WRONG_METHOD"),
        ("no member", get(&format!("/api/v1/memberships/{NO_ONE}")), 404, "NO_SUCH_MEMBERSHIP"),
        ("no payment", get(&format!("/api/v1/payments/{NO_ONE}")), 404, "NO_SUCH_PAYMENT"),
        ("no person", get(&format!("/api/v1/people/{NO_ONE}")), 404, "NO_SUCH_PERSON"),
        ("no parameter", get("/api/v1/law/parameters/cover.nothing"), 404, "LAW_NO_SUCH_PARAMETER"),
        ("no page", get("/api/v1/nothing"), 404, "NOT_FOUND"),
    ];
    for (what, call, status, code) in table {
        let answer = office.send(call).await;
        is_problem(&answer, (status, code, ""), what);
    }
    office.close().await;
}

/// The same key, or the same reference, names one thing only; what cannot be posted is kept.
async fn one_key_one_content_and_strange_money_is_kept(world: World) {
    let office = open(world).await;
    let token = office.token("cabang").await;
    let key = office.key();
    let enrol = |form: &Value| {
        Call::new("POST", ENROL).token(&token).header("Idempotency-Key", key.clone()).json(form)
    };
    let first = office.send(enrol(&good())).await.of(201);
    assert_eq!(office.send(enrol(&good())).await.of(201), first);
    let other = office.send(enrol(&but("income", json!(2_000_000)))).await;
    is_problem(&other, (409, "OTHER_CONTENT", ""), "the same key");
    let code = office.code("cabang", text(&first, "membership"), 1).await;
    let _ = office.pay("cabang", "K-1", &code["code"], 8_400, None).await.of(201);
    let other = office.pay("cabang", "K-1", &code["code"], 8_401, None).await;
    is_problem(&other, (409, "REFERENCE_USED", "reference"), "the same reference");
    let unknown = office.pay("cabang", "K-2", &json!("123456789012345"), 8_400, None).await.of(202);
    assert_eq!((text(&unknown, "state"), text(&unknown, "outcome")), ("held", "unknown_code"));
    let code = office.code("cabang", text(&first, "membership"), 1).await;
    office.at("2027-01-20");
    let expired = office.pay("cabang", "K-3", &code["code"], 8_400, None).await.of(202);
    assert_eq!((text(&expired, "state"), text(&expired, "outcome")), ("held", "expired_code"));
    office.hire("uang", "finance", None).await;
    let waiting = office.get("uang", PAY).await.of(200);
    assert_eq!(waiting["items"].as_array().unwrap().len(), 2, "{waiting}");
    office.close().await;
}

proofs::on_both![
    every_bad_request_says_what_and_where,
    what_is_no_request_is_refused_at_the_door,
    one_key_one_content_and_strange_money_is_kept,
];
