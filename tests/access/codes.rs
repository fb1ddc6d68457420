//! Codes of an app after the password, recovery codes, and what a lost phone costs.

use super::{
    code_app::code_at,
    house::{House, PASSWORD, fine, text},
};
use access::{Keyring, reseal, sign_in::sign_in_with_code};
use jiff::SignedDuration;
use proofs::{World, client::Call, on_both, raw_rows};
use serde_json::{Value, json};
use std::sync::Arc;

on_both![
    a_code_follows_the_password_once_it_is_confirmed,
    guessing_codes_waits_longer_and_longer,
    a_recovery_code_is_good_once,
    a_half_finished_sign_in_ends_with_time_or_with_the_password,
    whoever_lost_the_phone_gets_in_again_by_an_administrator,
    codes_survive_a_rotation_of_keys,
];

const OFFER: &str = "/api/v1/users/me/second-factor";
const CONFIRM: &str = "/api/v1/users/me/second-factor/confirm";
const ENTER: &str = "/api/v1/sessions/second-factor";

/// Turns codes on for whoever has this token: the secret and the recovery codes.
pub(crate) async fn turn_on(house: &House, token: &str) -> (String, Vec<String>) {
    let offer = house.post(token, OFFER, json!({ "password": PASSWORD })).await.of(201);
    let secret = text(&offer, "secret");
    let code = code_at(&secret, house.world.now());
    let confirmed = house.post(token, CONFIRM, json!({ "code": code })).await.of(200);
    let codes = confirmed["recovery_codes"].as_array().unwrap();
    (secret, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

pub(crate) async fn enter(house: &House, ticket: &str, code: &str) -> proofs::client::Answer {
    house.tell(ENTER, json!({ "ticket": ticket, "code": code })).await
}

async fn a_code_follows_the_password_once_it_is_confirmed(world: World) {
    let house = House::open(world).await;
    house.hire("loket", "branch_staff", Some("33.02")).await;
    let token = house.token("loket").await;
    let refused = house.post(&token, OFFER, json!({ "password": "bukan kata sandinya" })).await;
    assert_eq!(refused.json["errors"][0]["field"], "password", "{}", refused.text);
    assert_eq!(refused.code(422), "WRONG_PASSWORD");
    assert_eq!(
        house.post(&token, CONFIRM, json!({ "code": "123456" })).await.code(409),
        "NOTHING_OFFERED"
    );

    let offer = house.post(&token, OFFER, json!({ "password": PASSWORD })).await.of(201);
    let secret = text(&offer, "secret");
    assert!(text(&offer, "uri").starts_with("otpauth://totp/Lindung:loket?secret="), "{offer}");
    assert!(text(&offer, "qr_svg").starts_with("<svg"), "{offer}");
    // Not in force before a first code: nobody locks themself out by closing the page.
    house.token("loket").await;
    let wrong = house.post(&token, CONFIRM, json!({ "code": "000000" })).await;
    assert_eq!(wrong.code(422), "WRONG_CODE");
    let code = code_at(&secret, house.world.now());
    let confirmed = house.post(&token, CONFIRM, json!({ "code": code })).await.of(200);
    assert_eq!(confirmed["recovery_codes"].as_array().unwrap().len(), 10);
    let me = house.me(&token).await;
    assert_eq!(
        (&me["signed_in_with"], &me["recovery_codes_left"]),
        (&json!("password_code"), &json!(10))
    );
    assert!(me["codes_since"].is_string(), "{me}");
    assert_eq!(
        house.post(&token, OFFER, json!({ "password": PASSWORD })).await.code(409),
        "ALREADY_ON"
    );

    // The code that confirmed was used; the next one is good, once.
    let ticket = house.ticket("loket").await;
    assert_eq!(enter(&house, &ticket, &code).await.code(401), "WRONG_CODE");
    house.world.wait(SignedDuration::from_secs(30));
    let next = code_at(&secret, house.world.now());
    let entered = enter(&house, &ticket, &format!("{} {}", &next[..3], &next[3..])).await;
    assert!(entered.head.contains("HttpOnly; SameSite=Strict"), "{}", entered.head);
    let signed_in = entered.of(201);
    assert_eq!(house.me(&text(&signed_in, "token")).await["grants"][0]["role"], "branch_staff");
    assert_eq!(enter(&house, &ticket, &next).await.code(401), "SIGN_IN_ENDED");
    let again = house.ticket("loket").await;
    assert_eq!(enter(&house, &again, &next).await.code(401), "WRONG_CODE");
    // A phone whose clock is half a minute ahead is fine.
    let ahead = code_at(&secret, house.world.now() + SignedDuration::from_secs(30));
    fine(enter(&house, &again, &ahead).await);

    let removed = "/api/v1/users/me/second-factor/remove";
    let token = text(&signed_in, "token");
    assert_eq!(
        house.post(&token, removed, json!({ "password": "salah sekali ini" })).await.status,
        422
    );
    assert_eq!(house.post(&token, removed, json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(
        house.post(&token, removed, json!({ "password": PASSWORD })).await.code(409),
        "NOT_ON"
    );
    house.token("loket").await;
    for action in ["offer codes", "confirm codes", "remove codes"] {
        assert_eq!(house.acts(action).await.len(), 1, "{action}");
    }
    assert!(house.acts("sign in").await.contains(&"with a code".to_owned()));
    house.close().await;
}

async fn guessing_codes_waits_longer_and_longer(world: World) {
    let house = House::open(world).await;
    let (secret, _) = turn_on(&house, &house.token("admin").await).await;
    house.world.wait(SignedDuration::from_mins(1));
    // A right password each time: knowing it is no way to try codes more often.
    for _ in 0..5 {
        let ticket = house.ticket("admin").await;
        assert_eq!(enter(&house, &ticket, "000000").await.code(401), "WRONG_CODE");
    }
    let ticket = house.ticket("admin").await;
    let right = code_at(&secret, house.world.now());
    let waits = enter(&house, &ticket, &right).await;
    assert!(waits.head.to_lowercase().contains("retry-after: 5"), "{}", waits.head);
    assert_eq!(waits.code(429), "WAIT");
    house.world.wait(SignedDuration::from_secs(6));
    assert_eq!(enter(&house, &ticket, "000000").await.code(401), "WRONG_CODE");
    assert_eq!(enter(&house, &ticket, &right).await.code(429), "WAIT");
    house.world.wait(SignedDuration::from_secs(11));
    let right = code_at(&secret, house.world.now());
    fine(enter(&house, &ticket, &right).await);
    assert_eq!(house.acts("wait before code").await, ["attempt 5", "attempt 6", "attempt 7"]);
    house.close().await;
}

async fn a_recovery_code_is_good_once(world: World) {
    let house = House::open(world).await;
    let token = house.token("admin").await;
    let (_, codes) = turn_on(&house, &token).await;
    let ticket = house.ticket("admin").await;
    fine(enter(&house, &ticket, &codes[0].to_uppercase()).await);
    let ticket = house.ticket("admin").await;
    assert_eq!(enter(&house, &ticket, &codes[0]).await.code(401), "WRONG_CODE");
    fine(enter(&house, &ticket, &codes[1].replace('-', "")).await);
    assert_eq!(house.me(&token).await["recovery_codes_left"], 8);
    assert!(house.acts("sign in").await.contains(&"with a recovery code, 9 left".to_owned()));

    let renew = "/api/v1/users/me/second-factor/recovery-codes";
    let renewed = house.post(&token, renew, json!({ "password": PASSWORD })).await.of(200);
    assert_eq!(house.me(&token).await["recovery_codes_left"], 10);
    let ticket = house.ticket("admin").await;
    assert_eq!(enter(&house, &ticket, &codes[2]).await.code(401), "WRONG_CODE");
    fine(enter(&house, &ticket, renewed["recovery_codes"][9].as_str().unwrap()).await);
    // Neither they nor the secret are anywhere as they are.
    let kept: Vec<(Vec<u8>,)> =
        raw_rows(&house.world.db(), "SELECT code_hash FROM recovery_code").await.unwrap();
    assert!(kept.iter().all(|(hash,)| hash.len() == 32));
    let answers: Vec<(Value,)> =
        raw_rows(&house.world.db(), "SELECT answer FROM command").await.unwrap();
    let answers = format!("{answers:?}");
    assert!(!answers.contains(&codes[3]) && !answers.contains("otpauth"), "{answers}");
    house.close().await;
}

async fn a_half_finished_sign_in_ends_with_time_or_with_the_password(world: World) {
    let house = House::open(world).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    let (secret, _) = turn_on(&house, &house.token("loket").await).await;
    let late = house.ticket("loket").await;
    house.world.wait(SignedDuration::from_mins(5));
    let code = code_at(&secret, house.world.now());
    let said = enter(&house, &late, &code).await;
    assert!(said.text.contains("mulai masuk lagi"), "{}", said.text);
    assert_eq!(said.code(401), "SIGN_IN_ENDED");
    let english = Call::new("POST", ENTER)
        .header("Accept-Language", "en")
        .json(&json!({ "ticket": "nobody's", "code": code }));
    let said = house.send(english).await;
    assert!(said.text.contains("begin again"), "{}", said.text);

    let ticket = house.ticket("loket").await;
    let admin = house.token("admin").await;
    fine(house.post(&admin, &format!("/api/v1/users/{user}/reset-password"), json!({})).await);
    assert_eq!(enter(&house, &ticket, &code).await.code(401), "SIGN_IN_ENDED");
    house.close().await;
}

async fn whoever_lost_the_phone_gets_in_again_by_an_administrator(world: World) {
    let house = House::open(world).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    let token = house.token("loket").await;
    turn_on(&house, &token).await;
    house.ticket("loket").await;
    let path = format!("/api/v1/users/{user}/remove-second-factors");
    house.hire("tetangga", "branch_staff", Some("33.02")).await;
    let neighbour = house.token("tetangga").await;
    assert_eq!(house.post(&neighbour, &path, json!({})).await.code(403), "FORBIDDEN");
    let admin = house.token("admin").await;
    assert_eq!(house.post(&admin, &path, json!({})).await.status, 204);
    assert_eq!(house.get(&token, "/api/v1/users/me").await.status, 401, "every session ends");
    let again = house.token("loket").await;
    assert!(house.me(&again).await["codes_since"].is_null());
    assert_eq!(house.acts("take factors away").await, ["1 code apps, 0 passkeys"]);
    let me = text(&house.me(&admin).await, "user");
    let path = format!("/api/v1/users/{me}/remove-second-factors");
    assert_eq!(house.post(&admin, &path, json!({})).await.code(409), "OWN_ACCOUNT");
    house.close().await;
}

async fn codes_survive_a_rotation_of_keys(mut world: World) {
    let file = world.fresh.folder().join("lindung.keys");
    world.keys = Arc::new(Keyring::create(&file).unwrap());
    let house = House::open(world).await;
    let (secret, _) = turn_on(&house, &house.token("admin").await).await;
    let world = Arc::clone(&house.world);
    let second = Arc::new(Keyring::rotate(&file).unwrap());
    let system = || access::Office::of_the_system(world.db(), world.outside(), Arc::clone(&second));
    assert_eq!(reseal::left(&system()).await.unwrap(), 1);
    let done = reseal::reseal(&system()).await.unwrap();
    assert_eq!((done.code_apps, done.unopened), (1, 0));
    let third = reseal::retire_keys(&system(), &file, &done).await.unwrap();
    let ticket = house.ticket("admin").await;
    world.wait(SignedDuration::from_mins(1));
    let code = terms::Private::new(code_at(&secret, world.now()));
    let (db, outside) = (world.db(), world.outside());
    sign_in_with_code(&db, &outside, &third, &ticket, &code, "a browser").await.unwrap();
    house.close().await;
}
