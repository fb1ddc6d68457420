//! One's own account, roles that need more than a password, and sessions that ended.

use super::{
    codes::turn_on,
    house::{House, PASSWORD, fine, text},
    passkeys,
};
use jiff::SignedDuration;
use proofs::{World, client::Call, on_both};
use serde_json::json;
use server::Options;

on_both![
    the_account_says_everything_its_page_needs,
    a_role_may_be_required_to_have_more_than_a_password,
    an_ended_session_says_so_and_others_do_not_sign_anybody_in,
];

async fn the_account_says_everything_its_page_needs(world: World) {
    let house = House::open(world).await;
    house.hire("petugas", "village_clerk", Some("33.02.15.2006")).await;
    let token = house.token("petugas").await;
    let me = house.me(&token).await;
    assert_eq!((&me["login"], &me["display_name"]), (&json!("petugas"), &json!("Petugas petugas")));
    let grant = &me["grants"][0];
    assert_eq!(
        (&grant["role"], &grant["area"]),
        (&json!("village_clerk"), &json!("33.02.15.2006"))
    );
    assert!(text(grant, "area_name").contains("Banyumas"), "{grant}");
    assert!(grant["duties"].as_array().unwrap().contains(&json!("enrol")), "{grant}");
    assert_eq!((&me["passkeys"], &me["recovery_codes_left"]), (&json!([]), &json!(0)));
    assert_eq!(me["signed_in_with"], "password");

    let change = "/api/v1/users/me/change-password";
    for (old, new, field, code) in [
        ("salah sekali ini ya", "lima kata yang lain sekali", "old_password", "WRONG_PASSWORD"),
        (PASSWORD, "pendek", "new_password", "PASSWORD"),
        (PASSWORD, PASSWORD, "new_password", "PASSWORD"),
    ] {
        let form = json!({ "old_password": old, "new_password": new });
        let refused = house.post(&token, change, form).await;
        assert_eq!(refused.json["errors"][0]["field"], field, "{}", refused.text);
        assert!(!refused.json["errors"][0]["detail"].as_str().unwrap().is_empty());
        assert_eq!(refused.code(422), code);
    }
    house.close().await;
}

async fn a_role_may_be_required_to_have_more_than_a_password(world: World) {
    let house = House::open(world).await;
    let path = "/api/v1/sign-in/requirements";
    house.hire("bendahara", "finance", Some("33.02")).await;
    house.hire("analis", "analyst", None).await;
    let (admin, finance) = (house.token("admin").await, house.token("bendahara").await);
    assert_eq!(house.get(&admin, path).await.of(200)["roles"], json!([]), "off by default");
    let require =
        async |roles: serde_json::Value| house.post(&admin, path, json!({ "roles": roles })).await;
    assert_eq!(require(json!(["raja"])).await.code(422), "UNKNOWN_WORD");
    assert_eq!(require(json!(["integrator"])).await.code(422), "NO_BROWSER");
    assert_eq!(require(json!(["administrator"])).await.code(409), "SHUTS_OUT_YOURSELF");
    assert_eq!(house.post(&finance, path, json!({ "roles": [] })).await.code(403), "FORBIDDEN");
    fine(require(json!(["finance"])).await);
    assert_eq!(house.acts("require second factor").await, ["finance"]);

    // In force at the next request of a session that is open already.
    let me = house.me(&finance).await;
    assert_eq!((&me["must_add_second_factor"], &me["grants"]), (&json!(true), &json!([])));
    let refused = house.get(&finance, "/api/v1/ledger/trial-balance").await;
    assert_eq!(refused.json["type"], "/problems/second-factor-first", "{}", refused.text);
    assert_eq!(refused.status, 403);
    let analyst = house.token("analis").await;
    assert_eq!(house.me(&analyst).await["must_add_second_factor"], false);

    let (_, codes) = turn_on(&house, &finance).await;
    let me = house.me(&finance).await;
    assert_eq!(me["grants"][0]["role"], "finance", "the session has now proved both");
    let ticket = house.ticket("bendahara").await;
    let entered = super::codes::enter(&house, &ticket, &codes[0]).await.of(201);
    assert_eq!(house.me(&text(&entered, "token")).await["grants"][0]["role"], "finance");

    // A passkey is enough too, and an administrator who has one may require it of administrators.
    let mut passkey = passkeys::registered(&house, &admin).await;
    fine(require(json!(["finance", "administrator"])).await);
    let signed_in = passkeys::enter(&house, &mut passkey).await.of(201);
    assert_eq!(house.me(&text(&signed_in, "token")).await["grants"][0]["role"], "administrator");
    let alone = house.token("admin").await;
    assert_eq!(house.get(&alone, "/api/v1/users").await.code(403), "SECOND_FACTOR_FIRST");
    fine(require(json!([])).await);
    assert_eq!(house.get(&alone, "/api/v1/users").await.status, 200);
    house.close().await;
}

async fn an_ended_session_says_so_and_others_do_not_sign_anybody_in(world: World) {
    let options = Options {
        public_url: Some("https://kantor.example/".into()),
        tls: true,
        ..Options::default()
    };
    let house = House::open_as(world, options).await;
    let ways = house.send(Call::new("GET", "/api/v1/sign-in")).await.of(200);
    assert_eq!(
        ways["passkeys"],
        json!({ "rp_id": "kantor.example", "origin": "https://kantor.example" })
    );
    let entered = house.sign_in("admin", PASSWORD).await;
    let cookie =
        entered.head.lines().find_map(|line| line.split_once("__Host-lindung=")).unwrap().1;
    for flag in ["Path=/", "HttpOnly", "SameSite=Strict", "Secure"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    let cookie = format!("__Host-lindung={}", cookie.split(';').next().unwrap());
    let current = || Call::new("GET", "/api/v1/sessions/current").header("Cookie", cookie.clone());
    assert_eq!(house.send(current()).await.status, 200);
    house.world.wait(SignedDuration::from_mins(31));
    let ended = house.send(current()).await;
    assert_eq!(ended.json["type"], "/problems/session-expired", "{}", ended.text);
    assert!(ended.text.contains("tidak hilang"), "{}", ended.text);
    assert_eq!(ended.status, 401);
    let english = house.send(current().header("Accept-Language", "en")).await;
    assert!(english.text.contains("nothing that was filled in is lost"), "{}", english.text);
    let nobody = house.send(Call::new("GET", "/api/v1/sessions/current")).await;
    assert_eq!(nobody.code(401), "NOT_SIGNED_IN");

    let form = json!({ "login": "admin", "password": PASSWORD });
    for (site, status) in [("cross-site", 403), ("same-site", 403), ("same-origin", 201)] {
        let call = Call::new("POST", "/api/v1/sessions").header("Sec-Fetch-Site", site).json(&form);
        assert_eq!(house.send(call).await.status, status, "{site}");
    }
    house.close().await;
}
