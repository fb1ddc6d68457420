//! The record over HTTP: by thing, by user, by act, by day; no page loses or doubles a line.

use super::house::{House, PASSWORD, fine, text};
use jiff::SignedDuration;
use proofs::{World, on_both};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both![the_record_is_searched_by_thing_user_act_and_day];

const ENTRIES: &str = "/api/v1/audit/entries";

async fn items(house: &House, token: &str, query: &str) -> Vec<Value> {
    let page = house.get(token, &format!("{ENTRIES}?{query}")).await.of(200);
    page["items"].as_array().unwrap().clone()
}

fn place(entry: &Value) -> String {
    format!("{} {} {}", entry["chain"], entry["seq"], entry["line"])
}

async fn the_record_is_searched_by_thing_user_act_and_day(world: World) {
    let house = House::open(world).await;
    let user = house.hire("loket", "branch_staff", Some("33.02")).await;
    house.hire("pemeriksa", "auditor", None).await;
    let admin = house.token("admin").await;
    // Many acts in one instant: the clock stands still.
    let role = |area: String| json!({ "role": "branch_staff", "area": area });
    for area in 1..=12 {
        let grant = role(format!("33.{:02}", area + 2));
        fine(house.post(&admin, &format!("/api/v1/users/{user}/grant"), grant).await);
    }
    house.world.wait(SignedDuration::from_hours(24));
    for _ in 0..3 {
        house.token("loket").await;
    }
    let auditor = house.token("pemeriksa").await;

    let mut seen = BTreeSet::new();
    let mut next = String::new();
    let mut times = Vec::new();
    loop {
        let query = format!("actor=admin&action=grant%20role&limit=5{next}");
        let page = house.get(&auditor, &format!("{ENTRIES}?{query}")).await.of(200);
        for entry in page["items"].as_array().unwrap() {
            assert_eq!(
                (&entry["actor_login"], &entry["action"]),
                (&json!("admin"), &json!("grant role"))
            );
            assert!(seen.insert(place(entry)), "{entry} came twice");
            times.push(text(entry, "recorded_at"));
        }
        match page["next"].as_str() {
            Some(place) => next = format!("&after={place}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 14, "two by hiring, twelve by hand");
    assert!(times.is_sorted_by(|newer, older| newer >= older));

    let about = items(&house, &auditor, &format!("subject={user}")).await;
    assert_eq!(about.len(), 15, "made, its password changed, thirteen roles: {about:?}");
    assert!(about.iter().all(|entry| entry["subject"] == json!(user)));
    let query = format!("subject={user}&actor=loket");
    let own = items(&house, &auditor, &query).await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["action"], "change password");
    let me = text(&house.me(&auditor).await, "user");
    assert!(items(&house, &auditor, &format!("subject={user}&actor={me}")).await.is_empty());

    let entered = |day: &str| format!("actor=loket&action=sign%20in&from={day}&to={day}");
    assert_eq!(items(&house, &auditor, &entered("2026-11-21")).await.len(), 1);
    assert_eq!(items(&house, &auditor, &entered("2026-11-22")).await.len(), 3);
    assert!(items(&house, &auditor, &entered("2026-11-23")).await.is_empty());
    assert!(items(&house, &auditor, "to=2026-11-20").await.is_empty());
    assert!(items(&house, &auditor, "actor=nobody.here").await.is_empty());
    assert!(items(&house, &auditor, "actor=%27%20OR%201=1").await.is_empty());
    let all = items(&house, &auditor, "limit=500").await.len();
    assert!(all > 30, "{all}");

    for bad in ["after=x", "from=yesterday", "subject=1", "siapa=admin"] {
        let said = house.get(&auditor, &format!("{ENTRIES}?{bad}")).await;
        assert_eq!(said.status, 400, "{bad}: {}", said.text);
    }
    let staff = text(&house.sign_in("loket", PASSWORD).await.of(201), "token");
    assert_eq!(house.get(&staff, ENTRIES).await.code(403), "FORBIDDEN");
    house.close().await;
}
