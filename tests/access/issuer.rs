//! Signing in with another issuer, and everything that must not get anybody in.

use super::{
    fake_issuer::{CLIENT, FakeIssuer, SECRET, fields},
    house::{House, ORIGIN, fine, text},
};
use jiff::SignedDuration;
use proofs::{
    World,
    client::{Answer, Call},
    on_both,
};
use serde_json::{Value, json};
use server::{IssuerSettings, Options};
use std::collections::BTreeMap;

on_both![
    a_linked_subject_signs_in_and_has_the_roles_given_here,
    nobody_returns_with_anothers_answer,
    an_address_is_a_login_only_where_a_setting_says_so,
    changed_keys_and_a_silent_issuer_are_met_calmly,
];

const GO: &str = "/masuk/penerbit";

async fn open(world: World, login_is_email: bool) -> (House, FakeIssuer) {
    let issuer = FakeIssuer::open(world.now().as_second()).await;
    let settings = IssuerSettings {
        issuer: issuer.address.clone(),
        client: CLIENT.into(),
        secret: Some(SECRET.to_owned().into()),
        name: "Masuk Kantor".into(),
        login_is_email,
    };
    let (origin, issuer_settings) = (Some(ORIGIN.into()), Some(settings));
    let options = Options { origin, issuer: issuer_settings, ..Options::default() };
    (House::open_as(world, options).await, issuer)
}

/// A browser on its way: the cookie it keeps, and what the issuer was asked.
struct Trip {
    cookie: String,
    asked: BTreeMap<String, String>,
}

async fn leave(house: &House, issuer: &FakeIssuer) -> Trip {
    let sent = house.send(Call::new("GET", GO).header("Sec-Fetch-Site", "same-origin")).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let named = |name: &str| {
        let line = sent.head.lines().find(|line| line.to_lowercase().starts_with(name));
        line.unwrap().split_once(": ").unwrap().1.to_owned()
    };
    let location = named("location");
    let (place, query) = location.split_once('?').unwrap();
    assert_eq!(place, format!("{}/authorize", issuer.address));
    let cookie = named("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let asked = fields(query);
    assert_eq!(asked["redirect_uri"], format!("{ORIGIN}/masuk/penerbit/kembali"));
    assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
    assert_eq!(asked["code_challenge_method"], "S256");
    let mut known = issuer.known.lock().unwrap();
    known.asked = asked.clone();
    known.now = house.world.now().as_second();
    Trip { cookie: cookie.split(';').next().unwrap().to_owned(), asked }
}

async fn come_back(house: &House, cookie: &str, query: &str) -> Answer {
    let call = Call::new("GET", &format!("{GO}/kembali?{query}")).header("Cookie", cookie);
    house.send(call.header("Sec-Fetch-Site", "cross-site")).await
}

async fn return_of(house: &House, trip: &Trip) -> Answer {
    let query = format!("code=the%20code&state={}&session_state=x", trip.asked["state"]);
    come_back(house, &trip.cookie, &query).await
}

async fn round_trip(house: &House, issuer: &FakeIssuer) -> Answer {
    let trip = leave(house, issuer).await;
    return_of(house, &trip).await
}

/// The account of whoever has come in.
async fn account(house: &House, answer: &Answer) -> Value {
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(answer.head.to_lowercase().contains("location: /kantor"), "{}", answer.head);
    let lines = answer.head.lines().filter_map(|line| line.split_once("lindung="));
    let (_, rest) = lines.into_iter().next().unwrap();
    assert!(rest.contains("HttpOnly; SameSite=Strict"), "{rest}");
    let cookie = format!("lindung={}", rest.split(';').next().unwrap());
    let call = Call::new("GET", "/api/v1/users/me").header("Cookie", cookie);
    house.send(call).await.of(200)
}

async fn a_linked_subject_signs_in_and_has_the_roles_given_here(world: World) {
    let (house, issuer) = open(world, false).await;
    let ways = house.send(Call::new("GET", "/api/v1/sign-in")).await.of(200);
    assert_eq!(ways["issuer"], json!({ "name": "Masuk Kantor", "href": GO }));
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    // Known there, and not here: nobody gets in, and hears what to tell the administrator.
    issuer.known.lock().unwrap().claims = json!({ "email": "loket", "email_verified": true });
    let refused = round_trip(&house, &issuer).await;
    assert!(refused.text.contains("24400320"), "{}", refused.text);
    assert_eq!(refused.code(401), "NOT_LINKED");

    let admin = house.token("admin").await;
    let link = format!("/api/v1/users/{user}/link");
    let subject = || json!({ "subject": "24400320" });
    let staff = house.token("loket").await;
    assert_eq!(house.post(&staff, &link, subject()).await.code(403), "FORBIDDEN");
    assert_eq!(house.post(&admin, &link, json!({ "subject": " " })).await.code(422), "SUBJECT");
    fine(house.post(&admin, &link, subject()).await);
    assert_eq!(house.post(&admin, &link, subject()).await.code(409), "LINKED");
    let mine = text(&house.me(&admin).await, "user");
    let own = format!("/api/v1/users/{mine}/link");
    assert_eq!(house.post(&admin, &own, subject()).await.code(403), "OWN_GRANT");

    let me = account(&house, &round_trip(&house, &issuer).await).await;
    assert_eq!((&me["login"], &me["signed_in_with"]), (&json!("loket"), &json!("issuer")));
    assert_eq!(me["grants"][0]["role"], "branch_staff");
    assert_eq!(me["grants"].as_array().unwrap().len(), 1);
    assert!(house.acts("sign in").await.contains(&"issuer".to_owned()));
    let listed = house.get(&admin, &format!("/api/v1/users/{user}/identities")).await.of(200);
    assert_eq!(listed["items"][0]["subject"], "24400320");

    let disable = format!("/api/v1/users/{user}/disable");
    fine(house.post(&admin, &disable, json!({})).await);
    assert_eq!(round_trip(&house, &issuer).await.code(401), "NOT_LINKED");
    fine(house.post(&admin, &format!("/api/v1/users/{user}/enable"), json!({})).await);
    let unlink = format!("/api/v1/users/{user}/unlink");
    fine(house.post(&admin, &unlink, json!({})).await);
    assert_eq!(house.post(&admin, &unlink, json!({})).await.code(404), "NO_SUCH_LINK");
    assert_eq!(round_trip(&house, &issuer).await.code(401), "NOT_LINKED");
    assert_eq!(house.acts("link identity").await.len(), 1);
    assert_eq!(house.acts("unlink identities").await.len(), 1);
    house.close().await;
}

async fn nobody_returns_with_anothers_answer(world: World) {
    let (house, issuer) = open(world, false).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    let admin = house.token("admin").await;
    let subject = json!({ "subject": "24400320" });
    fine(house.post(&admin, &format!("/api/v1/users/{user}/link"), subject).await);
    // The state of another browser, none, twice, too late.
    let (mine, other) = (leave(&house, &issuer).await, leave(&house, &issuer).await);
    let query = format!("code=the%20code&state={}", mine.asked["state"]);
    assert_eq!(come_back(&house, &other.cookie, &query).await.code(401), "SIGN_IN_ENDED");
    assert_eq!(come_back(&house, "", &query).await.code(401), "SIGN_IN_ENDED");
    assert_eq!(come_back(&house, &mine.cookie, "code=x").await.code(401), "SIGN_IN_ENDED");
    let trip = leave(&house, &issuer).await;
    account(&house, &return_of(&house, &trip).await).await;
    assert_eq!(return_of(&house, &trip).await.code(401), "SIGN_IN_ENDED");
    let late = leave(&house, &issuer).await;
    house.world.wait(SignedDuration::from_mins(5));
    assert_eq!(return_of(&house, &late).await.code(401), "SIGN_IN_ENDED");
    // The issuer says no, another issuer speaks, the code is not ours.
    let trip = leave(&house, &issuer).await;
    let state = &trip.asked["state"];
    let said = come_back(&house, &trip.cookie, &format!("error=access_denied&state={state}")).await;
    assert_eq!(said.code(401), "ISSUER_REFUSED");
    let trip = leave(&house, &issuer).await;
    let query =
        format!("code=the%20code&state={}&iss=https%3A%2F%2Fevil.example", trip.asked["state"]);
    assert_eq!(come_back(&house, &trip.cookie, &query).await.code(401), "ISSUER_REFUSED");
    let trip = leave(&house, &issuer).await;
    let query = format!("code=stolen&state={}", trip.asked["state"]);
    assert_eq!(come_back(&house, &trip.cookie, &query).await.code(503), "ISSUER_SILENT");
    // Tokens for others, of others, of another sign-in.
    let now = house.world.now().as_second();
    for lie in [
        json!({ "aud": "other" }),
        json!({ "aud": ["lindung", "other"] }),
        json!({ "iss": "https://evil.example" }),
        json!({ "nonce": "other" }),
        json!({ "nonce": null }),
        json!({ "exp": now - 120 }),
        json!({ "iat": now - 3600 }),
    ] {
        issuer.known.lock().unwrap().claims = lie.clone();
        assert_eq!(round_trip(&house, &issuer).await.code(401), "ISSUER_NOT_BELIEVED", "{lie}");
    }
    issuer.known.lock().unwrap().claims = json!({});
    account(&house, &round_trip(&house, &issuer).await).await;
    // Another site cannot send anybody there without their knowing.
    let sent = house.send(Call::new("GET", GO).header("Sec-Fetch-Site", "cross-site")).await;
    assert_eq!(sent.code(403), "CROSS_SITE");
    house.close().await;
}

fn claims(email: &str, verified: bool, sub: &str) -> Value {
    json!({ "email": email, "email_verified": verified, "sub": sub })
}

async fn an_address_is_a_login_only_where_a_setting_says_so(world: World) {
    let (house, issuer) = open(world, true).await;
    house.hire("loket@kantor.example", "branch_staff", Some("33.02")).await;
    let told = |claims: Value| issuer.known.lock().unwrap().claims = claims;
    told(claims("loket@kantor.example", false, "1"));
    assert_eq!(round_trip(&house, &issuer).await.code(401), "NOT_LINKED");
    told(claims("nobody@kantor.example", true, "1"));
    assert_eq!(round_trip(&house, &issuer).await.code(401), "NOT_LINKED");
    told(claims("Loket@Kantor.example", true, "1"));
    let me = account(&house, &round_trip(&house, &issuer).await).await;
    assert_eq!(me["login"], "loket@kantor.example");
    // From now on the subject counts: another person who is given the address is another person.
    told(claims("loket@kantor.example", true, "2"));
    assert_eq!(round_trip(&house, &issuer).await.code(401), "NOT_LINKED");
    told(claims("changed@kantor.example", true, "1"));
    account(&house, &round_trip(&house, &issuer).await).await;
    let acts = house.acts("sign in").await;
    let n = acts.iter().filter(|act| act.starts_with("issuer, linked by e-mail")).count();
    assert_eq!(n, 1, "{acts:?}");
    house.close().await;
}

async fn changed_keys_and_a_silent_issuer_are_met_calmly(world: World) {
    let (house, issuer) = open(world, false).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    let admin = house.token("admin").await;
    let subject = json!({ "subject": "24400320" });
    fine(house.post(&admin, &format!("/api/v1/users/{user}/link"), subject).await);
    account(&house, &round_trip(&house, &issuer).await).await;
    account(&house, &round_trip(&house, &issuer).await).await;
    assert_eq!(issuer.known.lock().unwrap().n_keys_read, 1, "kept");
    // A key that is not known is asked for, and not more often than once a minute.
    issuer.change_key("two");
    assert_eq!(round_trip(&house, &issuer).await.code(401), "ISSUER_NOT_BELIEVED");
    assert_eq!(issuer.known.lock().unwrap().n_keys_read, 1);
    house.world.wait(SignedDuration::from_secs(61));
    account(&house, &round_trip(&house, &issuer).await).await;
    assert_eq!(issuer.known.lock().unwrap().n_keys_read, 2);
    // The same name for another key: somebody is lying.
    house.world.wait(SignedDuration::from_secs(61));
    issuer.change_key("two");
    assert_eq!(round_trip(&house, &issuer).await.code(401), "ISSUER_NOT_BELIEVED");

    house.world.wait(SignedDuration::from_hours(2));
    issuer.known.lock().unwrap().name = "https://evil.example".into();
    let said = house.send(Call::new("GET", GO).header("Accept-Language", "en")).await;
    assert!(said.text.contains("sign in with the password"), "{}", said.text);
    assert!(!said.text.contains("evil"), "the cause is for the log: {}", said.text);
    assert_eq!(said.code(503), "ISSUER_SILENT");
    house.close().await;

    let house = House::open(World::on_sqlite().await).await;
    assert_eq!(house.send(Call::new("GET", GO)).await.code(404), "NO_ISSUER");
    house.close().await;
}
