//! Who may come in, what is refused at the door, and what is open to everyone.

use crate::ground::World;
use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use server::{Limits, Options};

#[tokio::test]
async fn an_office_opens_for_those_it_knows() {
    let world = World::open(Options::default()).await;
    // Nobody in particular sees neither people nor books, but the law and the calculator.
    for closed in ["/api/v1/users", "/api/v1/ledger/trial-balance", "/api/v1/sessions/current"] {
        let answer = world.send(Request::get(closed).body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body["type"].as_str()),
            (401, Some("/problems/not-signed-in")),
            "{closed}"
        );
    }
    for open in [
        "/health",
        "/ready",
        "/metrics",
        "/api/openapi.json",
        "/api/docs",
        "/problems",
        "/api/v1/law/instruments",
    ] {
        let answer = world.send(Request::get(open).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{open}: {}", answer.text);
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
    // A one-time password is for changing it, and for nothing else.
    let first = world.sign_in("admin", &world.admin_password).await;
    assert_eq!(first.body["must_change_password"], true);
    let token = first.body["token"].as_str().unwrap();
    let early = world.get(token, "/api/v1/users").await;
    assert_eq!((early.status.as_u16(), early.body["code"].as_str()), (403, Some("PASSWORD_FIRST")));
    let admin = world.administrator().await;
    let staff = world.user(&admin, "loket", &[("branch_staff", Some("33.02"))]).await;
    let who = world.get(&staff, "/api/v1/sessions/current").await;
    assert_eq!(who.body["grants"], json!([{ "role": "branch_staff", "area": "33.02" }]));
    let forbidden = world.get(&staff, "/api/v1/users").await;
    assert_eq!(forbidden.body["code"], "FORBIDDEN");
    assert!(
        forbidden.body["detail"].as_str().unwrap().starts_with("Peran Anda"),
        "{}",
        forbidden.text
    );
    // Signing out ends the token.
    let out = Request::delete("/api/v1/sessions/current")
        .header("authorization", format!("Bearer {staff}"));
    assert_eq!(world.send(out.body(Body::empty()).unwrap()).await.status, 204);
    assert_eq!(world.get(&staff, "/api/v1/sessions/current").await.status, 401);
}

#[tokio::test]
async fn a_cookie_is_for_our_own_pages() {
    let world = World::open(Options::default()).await;
    let signed_in = world.sign_in("admin", &world.admin_password).await;
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let ask = |site: &str| {
        Request::delete("/api/v1/sessions/current")
            .header("cookie", &cookie)
            .header("sec-fetch-site", site)
            .body(Body::empty())
            .unwrap()
    };
    let answer = world.send(ask("cross-site")).await;
    assert_eq!((answer.status.as_u16(), answer.body["code"].as_str()), (403, Some("CROSS_SITE")));
    assert_eq!(world.send(ask("same-origin")).await.status, 204);
}

#[tokio::test]
async fn a_command_is_done_once_and_a_secret_shown_once() {
    let world = World::open(Options::default()).await;
    let admin = world.administrator().await;
    let body = json!({ "login": "bank.satu", "display_name": "Bank Satu" });
    let key = world.key();
    let made = world.post_as(&admin, "/api/v1/users", &key, body.clone()).await;
    assert_eq!(made.status, 201);
    let again = world.post_as(&admin, "/api/v1/users", &key, body).await;
    assert_eq!(again.body["code"], "SECRET_SHOWN_ONCE", "{}", again.text);
    let id = made.body["user"].as_str().unwrap();
    let (path, role) = (format!("/api/v1/users/{id}/grant"), json!({ "role": "integrator" }));
    let key = world.key();
    assert_eq!(world.post_as(&admin, &path, &key, role.clone()).await.status, 204);
    assert_eq!(world.post_as(&admin, &path, &key, role.clone()).await.status, 204, "a replay");
    let other = world.post_as(&admin, &path, &key, json!({ "role": "analyst" })).await;
    assert_eq!(other.body["code"], "OTHER_CONTENT", "{}", other.text);
    let without = Request::post(&path).header("authorization", format!("Bearer {admin}"));
    let without =
        without.header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(world.send(without).await.body["code"], "KEY_MISSING");
}

#[tokio::test]
async fn bad_input_is_told_what_is_wrong() {
    let world = World::open(Options::default()).await;
    let send = async |path: &str, kind: &str, body: String| {
        let request = Request::post(path).header("content-type", kind).body(Body::from(body));
        world.send(request.unwrap()).await
    };
    let nik = "/api/v1/calculator/nik";
    let json_kind = "application/json";
    for (path, kind, body, status, code) in [
        (nik, json_kind, "{\"nik\":".into(), 400, "BAD_JSON"),
        (nik, json_kind, "{\"nik\":1}".into(), 422, "TYPE"),
        (nik, json_kind, "{\"nik\":\"1\",\"x\":1}".into(), 422, "UNKNOWN_FIELD"),
        (nik, "text/plain", "{}".into(), 415, "UNSUPPORTED_TYPE"),
        (nik, json_kind, " ".repeat(2 << 20), 413, "TOO_LARGE"),
        (nik, json_kind, "[".repeat(100_000), 422, "NOT_AN_OBJECT"),
        (nik, json_kind, format!("{{\"nik\":{}", "[".repeat(100_000)), 422, "TYPE"),
        ("/api/v1/nowhere", json_kind, "{}".into(), 404, "NOT_FOUND"),
        ("/api/v1/law/instruments", json_kind, "{}".into(), 405, "WRONG_METHOD"),
    ] {
        let answer = send(path, kind, body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body["code"].as_str()),
            (status, Some(code)),
            "{path} {}",
            answer.text
        );
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let refused = send(nik, json_kind, json!({ "nik": "123" }).to_string()).await;
    assert_eq!((refused.status.as_u16(), refused.body["field"].as_str()), (422, Some("nik")));
    for (path, code) in [
        ("/api/v1/calculator/price?months=2026-13&income=1000000", "MONTH_FORMAT"),
        ("/api/v1/calculator/price?months=2026-11", "MISSING"),
        ("/api/v1/calculator/price?months=2026-11&income=1.5", "TYPE"),
        ("/api/v1/calculator/price?months=2026-11&income=1000000&wrong=1", "UNKNOWN_FIELD"),
    ] {
        let answer = world.get("", path).await;
        assert!(
            (400..=422).contains(&answer.status.as_u16()) || answer.status == 401,
            "{path}: {}",
            answer.text
        );
        let answer = world.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.body["code"], code, "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_calculator_answers_as_the_command_line_does() {
    let world = World::open(Options::default()).await;
    let get =
        async |path: &str| world.send(Request::get(path).body(Body::empty()).unwrap()).await.body;
    let price = get(
        "/api/v1/calculator/price?months=2026-11..2027-01&income=1000000&sector=other&payer=self",
    )
    .await;
    assert_eq!(price["total"], 33_600);
    assert_eq!(
        price["months"][0],
        json!({ "month": "2026-11", "total": 8_400, "programmes": { "jkk": 5_000, "jkm": 3_400 } })
    );
    let cover = get("/api/v1/calculator/cover?paid=2024-03&as_of=2024-07-01").await;
    assert_eq!(
        (cover["state"].as_str(), cover["covered_until"].as_str()),
        (Some("lapsed"), Some("2024-03-31"))
    );
    let english =
        Request::get("/api/v1/calculator/price?months=x&income=1").header("accept-language", "en");
    let english = world.send(english.body(Body::empty()).unwrap()).await;
    assert!(
        english.body["detail"].as_str().unwrap().contains("is not a list of months"),
        "{}",
        english.text
    );
    assert_eq!(english.headers["content-language"], "en");
}

/// The same question as every worked example of the law, through the API.
#[tokio::test]
async fn every_case_of_the_law_comes_out() {
    let world = World::open(Options::default()).await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/cases");
    let mut n = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let file: toml::Table = toml::from_str(&text).unwrap();
        for case in file["case"].as_array().unwrap() {
            let case: Value = serde_json::to_value(case).unwrap();
            let body =
                json!({ "kind": case["kind"], "input": case["input"], "expect": case["expect"] });
            let request =
                Request::post("/api/v1/law/cases/run").header("content-type", "application/json");
            let answer = world.send(request.body(Body::from(body.to_string())).unwrap()).await;
            assert_eq!(answer.body["ok"], true, "{} {}", case["id"], answer.text);
            n += 1;
            world.wait(1);
        }
    }
    assert!(n > 50, "{n} cases");
}

#[tokio::test]
async fn the_public_is_asked_to_slow_down() {
    let limits = Limits { visitor: (20, 1), ..Limits::default() };
    let world = World::open(Options { limits, ..Options::default() }).await;
    let ask = || Request::get("/api/v1/law/instruments").body(Body::empty()).unwrap();
    let mut last = world.send(ask()).await;
    for _ in 0..20 {
        if last.status == 429 {
            break;
        }
        last = world.send(ask()).await;
    }
    assert_eq!((last.status.as_u16(), last.body["code"].as_str()), (429, Some("TOO_MANY")));
    assert_eq!(last.headers["retry-after"], "1");
    world.wait(1);
    assert_eq!(world.send(ask()).await.status, 200);
}

#[tokio::test]
async fn a_browser_gets_a_page_in_its_language() {
    let world = World::open(Options::default()).await;
    let page = |path: &str, lang: &str| {
        let request =
            Request::get(path).header("accept", "text/html").header("accept-language", lang);
        request.body(Body::empty()).unwrap()
    };
    let lost = world.send(page("/nowhere", "en")).await;
    assert_eq!(lost.status, 404);
    assert!(
        lost.text.contains("<html lang=\"en\">") && lost.text.contains("There is nothing here")
    );
    let docs = world.send(page("/api/docs", "id")).await;
    assert!(docs.text.contains("/api/v1/payments") && !docs.text.contains("<script"));
    let csp = docs.headers["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'"));
}
