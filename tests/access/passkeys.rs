//! Passkeys: registered, used, copied, stolen, made for others, taken away.

use super::{
    authenticator::{Authenticator, VERIFIED},
    house::{House, ORIGIN, PASSWORD, fine, text},
};
use jiff::SignedDuration;
use proofs::{World, client::Answer, on_both};
use serde_json::{Value, json};
use server::Options;

on_both![
    a_passkey_signs_in_without_login_and_password,
    what_is_not_this_passkey_on_this_page_now_is_refused,
    a_copied_passkey_is_noticed,
    only_its_owner_registers_a_passkey_and_only_with_the_password,
    passkeys_are_named_and_removed,
];

const ADD: &str = "/api/v1/users/me/passkeys";

async fn creation(house: &House, token: &str) -> Value {
    let path = "/api/v1/users/me/passkeys/challenge";
    let mut view = house.post(token, path, json!({ "password": PASSWORD })).await.of(200);
    view["public_key"].take()
}

async fn add(house: &House, token: &str, credential: Value) -> Answer {
    house.post(token, ADD, json!({ "label": "Ponsel", "credential": credential })).await
}

/// A passkey for whoever has this token.
pub(crate) async fn registered(house: &House, token: &str) -> Authenticator {
    let options = creation(house, token).await;
    let made = Authenticator::new(&options, ORIGIN);
    fine(add(house, token, made.create(&options)).await);
    made
}

async fn request(house: &House) -> Value {
    let mut view = house.tell("/api/v1/sessions/passkey-challenge", json!({})).await.of(200);
    view["public_key"].take()
}

async fn show(house: &House, credential: &Value) -> Answer {
    house.tell("/api/v1/sessions/passkey", json!({ "credential": credential })).await
}

pub(crate) async fn enter(house: &House, passkey: &mut Authenticator) -> Answer {
    let options = request(house).await;
    show(house, &passkey.get(&options)).await
}

async fn a_passkey_signs_in_without_login_and_password(world: World) {
    let house = House::open(world).await;
    let ways = house.send(proofs::client::Call::new("GET", "/api/v1/sign-in")).await.of(200);
    assert_eq!(ways["passkeys"], json!({ "rp_id": "localhost", "origin": ORIGIN }));
    house.hire("loket", "branch_staff", Some("33.02")).await;
    let token = house.token("loket").await;
    let options = creation(&house, &token).await;
    assert_eq!(options["user"]["name"], "loket");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["excludeCredentials"], json!([]));
    let mut passkey = registered(&house, &token).await;
    let known = creation(&house, &token).await;
    assert_eq!(known["excludeCredentials"].as_array().unwrap().len(), 1);

    let entered = enter(&house, &mut passkey).await;
    assert!(entered.head.contains("HttpOnly; SameSite=Strict"), "{}", entered.head);
    let me = house.me(&text(&entered.of(201), "token")).await;
    assert_eq!((&me["login"], &me["signed_in_with"]), (&json!("loket"), &json!("passkey")));
    assert_eq!(me["passkeys"][0]["label"], "Ponsel");
    assert!(me["passkeys"][0]["used_at"].is_string(), "{me}");
    assert_eq!(house.acts("add passkey").await.len(), 1);
    assert!(house.acts("sign in").await.contains(&"passkey".to_owned()));

    // Codes are for passwords: the device has verified its user already.
    super::codes::turn_on(&house, &token).await;
    fine(enter(&house, &mut passkey).await);
    house.close().await;
}

async fn what_is_not_this_passkey_on_this_page_now_is_refused(world: World) {
    let house = House::open(world).await;
    let token = house.token("admin").await;
    let mut passkey = registered(&house, &token).await;

    // The same answer again, and an answer to a question nobody asked, or asked too long ago.
    let options = request(&house).await;
    let answer = passkey.get(&options);
    fine(show(&house, &answer).await);
    assert_eq!(show(&house, &answer).await.code(401), "SIGN_IN_ENDED");
    let invented = json!({ "challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    assert_eq!(show(&house, &passkey.get(&invented)).await.code(401), "SIGN_IN_ENDED");
    let old = request(&house).await;
    house.world.wait(SignedDuration::from_mins(5));
    assert_eq!(show(&house, &passkey.get(&old)).await.code(401), "SIGN_IN_ENDED");
    // A question of a registration is no question of a sign-in.
    let token = house.token("admin").await;
    let other = creation(&house, &token).await;
    assert_eq!(show(&house, &passkey.get(&other)).await.code(401), "SIGN_IN_ENDED");

    type Lie = fn(&mut Authenticator);
    let lies: [(&str, Lie); 4] = [
        ("PASSKEY_OTHER_ORIGIN", |it| it.origin = "http://localhost:8081".into()),
        ("PASSKEY_OTHER_SITE", |it| it.site = "localhost.evil.example".into()),
        ("PASSKEY_NOT_VERIFIED", |it| it.flags &= !VERIFIED),
        ("PASSKEY_OTHER_STEP", |it| it.ceremony = Some("webauthn.create")),
    ];
    let (origin, site, flags) = (passkey.origin.clone(), passkey.site.clone(), passkey.flags);
    for (code, lie) in lies {
        lie(&mut passkey);
        assert_eq!(enter(&house, &mut passkey).await.code(401), code);
        (passkey.origin, passkey.site, passkey.flags) = (origin.clone(), site.clone(), flags);
        passkey.ceremony = None;
    }
    let options = request(&house).await;
    let mut forged = passkey.get(&options);
    forged["response"]["signature"] = passkey.get(&options)["response"]["signature"].clone();
    assert_eq!(show(&house, &forged).await.code(401), "PASSKEY_SIGNATURE");
    for (member, value, status) in [
        ("signature", "!", 422),
        ("authenticatorData", "AA", 401),
        ("clientDataJSON", "e30", 401),
        ("userHandle", "AAAA", 401),
    ] {
        let mut broken = passkey.get(&options);
        broken["response"][member] = json!(value);
        assert_eq!(show(&house, &broken).await.status, status, "{member}");
    }
    fine(enter(&house, &mut passkey).await);
    house.close().await;
}

async fn a_copied_passkey_is_noticed(world: World) {
    let house = House::open(world).await;
    let token = house.token("admin").await;
    let mut passkey = registered(&house, &token).await;
    passkey.count = 7;
    fine(enter(&house, &mut passkey).await);
    passkey.count = 7;
    let refused = enter(&house, &mut passkey).await;
    assert!(refused.text.contains("tampaknya disalin"), "{}", refused.text);
    assert_eq!(refused.code(401), "PASSKEY_COPIED");
    assert_eq!(house.acts("passkey refused").await, ["the counter went back"]);
    passkey.count = 8;
    fine(enter(&house, &mut passkey).await);
    house.close().await;
}

async fn only_its_owner_registers_a_passkey_and_only_with_the_password(world: World) {
    let house = House::open(world).await;
    house.hire("loket", "branch_staff", Some("33.02")).await;
    let (admin, staff) = (house.token("admin").await, house.token("loket").await);
    let path = "/api/v1/users/me/passkeys/challenge";
    let refused = house.post(&staff, path, json!({ "password": "bukan kata sandinya" })).await;
    assert_eq!(refused.code(422), "WRONG_PASSWORD");
    // Somebody else's question.
    let options = creation(&house, &admin).await;
    let passkey = Authenticator::new(&options, ORIGIN);
    assert_eq!(add(&house, &staff, passkey.create(&options)).await.code(409), "STEP_ENDED");
    fine(add(&house, &admin, passkey.create(&options)).await);
    assert_eq!(add(&house, &admin, passkey.create(&options)).await.code(409), "STEP_ENDED");
    // The same authenticator twice, one that did not verify, one of another page.
    let again = creation(&house, &admin).await;
    assert_eq!(add(&house, &admin, passkey.create(&again)).await.code(409), "KNOWN_PASSKEY");
    let mut careless = Authenticator::new(&again, ORIGIN);
    careless.flags &= !VERIFIED;
    let refused = add(&house, &admin, careless.create(&again)).await;
    assert_eq!(refused.json["errors"][0]["field"], "credential", "{}", refused.text);
    assert_eq!(refused.code(422), "PASSKEY_NOT_VERIFIED");
    let elsewhere = Authenticator::new(&again, "https://kantor.example");
    assert_eq!(
        add(&house, &admin, elsewhere.create(&again)).await.code(422),
        "PASSKEY_OTHER_ORIGIN"
    );
    house.close().await;

    // Where the address is a number, browsers have no passkeys, and neither has the office.
    let options = Options { origin: Some("http://127.0.0.1:8080".into()), ..Options::default() };
    let house = House::open_as(World::on_sqlite().await, options).await;
    let ways = house.send(proofs::client::Call::new("GET", "/api/v1/sign-in")).await.of(200);
    assert!(ways["passkeys"].is_null(), "{ways}");
    let refused = house.tell("/api/v1/sessions/passkey-challenge", json!({})).await;
    assert_eq!(refused.code(409), "NO_PASSKEYS_HERE");
    house.close().await;
}

async fn passkeys_are_named_and_removed(world: World) {
    let house = House::open(world).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    let token = house.token("loket").await;
    let mut passkey = registered(&house, &token).await;
    let mut other = registered(&house, &token).await;
    let id = text(&house.get(&token, ADD).await.of(200)["items"][0], "id");
    let (rename, remove) = (format!("{ADD}/{id}/rename"), format!("{ADD}/{id}/remove"));
    let admin = house.token("admin").await;
    let stranger = house.post(&admin, &rename, json!({ "label": "Milik saya" })).await;
    assert_eq!(stranger.code(404), "NO_SUCH_PASSKEY");
    let stranger = house.post(&admin, &remove, json!({ "password": PASSWORD })).await;
    assert_eq!(stranger.code(404), "NO_SUCH_PASSKEY");
    assert_eq!(house.post(&token, &rename, json!({ "label": "  " })).await.code(422), "LABEL");
    let named = "Ponsel ‘kantor’ <b>1</b>";
    assert_eq!(house.post(&token, &rename, json!({ "label": named })).await.status, 204);
    assert_eq!(house.me(&token).await["passkeys"][0]["label"], named);
    assert_eq!(
        house.post(&token, &remove, json!({ "password": "salah sekali ini" })).await.status,
        422
    );
    assert_eq!(house.post(&token, &remove, json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(enter(&house, &mut passkey).await.code(401), "UNKNOWN_PASSKEY");
    fine(enter(&house, &mut other).await);
    // A user who was shut out stays out, with any key.
    let shut = house.post(&admin, &format!("/api/v1/users/{user}/disable"), json!({})).await;
    assert_eq!(shut.status, 204);
    assert_eq!(enter(&house, &mut other).await.code(401), "UNKNOWN_PASSKEY");
    house.close().await;
}
