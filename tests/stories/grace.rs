//! J7: the missed months of a trader in Serang, 2024, month by month.

use crate::office::{Office, somebody, text};
use proofs::{World, tree};
use regulation::Law;
use serde_json::{Value, json};
use std::{path::Path, sync::Arc};

/// A trader who paid for March; the membership.
async fn trader(world: World) -> (Office, String) {
    let office = Office::open(world, "2024-03-01").await;
    office.hire("desa", "village_clerk", Some("33.02.15.2006")).await;
    office.hire("bank", "integrator", None).await;
    let nik = "3302155507809001";
    let form = somebody(nik, "Sarinah Demo", "1980-07-15", "pedagang-pasar", 1_000_000);
    let membership = text(&office.enrol("desa", form).await, "membership").to_owned();
    let code = office.code("desa", &membership, 1).await;
    assert_eq!(code["amount"], 16_800);
    let _ = office.pay("bank", "MARET", &code["code"], 16_800, None).await.of(201);
    (office, membership)
}

async fn state_on(office: &Office, membership: &str, day: &str) -> String {
    office.a_day_passes(day).await;
    let member = office.membership("desa", membership).await;
    format!("{} {}", text(&member["cover"], "state"), member["cover"]["spell"])
}

/// The notices of a kind: the day and both texts of each.
async fn notices(office: &Office, membership: &str) -> Vec<(String, String, String, String)> {
    let path = format!("/api/v1/memberships/{membership}/notices");
    let page = office.get("desa", &path).await.of(200);
    let read = |notice: &Value| {
        let part = |name| text(notice, name).to_owned();
        (part("due_on"), part("kind"), part("text_id"), part("text_en"))
    };
    let mut found: Vec<_> = page["items"].as_array().unwrap().iter().map(read).collect();
    found.sort();
    found
}

async fn serang_month_by_month(world: World) {
    let (office, membership) = trader(world).await;
    for (day, state) in [
        ("2024-03-01", "active 1"),
        ("2024-03-21", "active 1"),
        ("2024-03-31", "active 1"),
        ("2024-04-01", "grace1 1"),
        ("2024-05-01", "grace2 1"),
        ("2024-06-01", "grace3 1"),
        ("2024-06-20", "grace3 1"),
        ("2024-06-30", "grace3 1"),
        ("2024-07-01", "lapsed 1"),
    ] {
        assert_eq!(state_on(&office, &membership, day).await, state, "{day}");
    }
    told_in_time(&office, &membership).await;
    start_again(&office, &membership).await;
    office.close().await;
}

/// Every notice has its day, its kind, and a text in both languages that names nobody.
async fn told_in_time(office: &Office, membership: &str) {
    let told = notices(office, membership).await;
    let days: Vec<(&str, &str)> =
        told.iter().map(|(day, kind, ..)| (day.as_str(), kind.as_str())).collect();
    for expected in [
        ("2024-03-01", "receipt"),
        ("2024-03-21", "reminder"),
        ("2024-04-01", "grace"),
        ("2024-05-01", "grace"),
        ("2024-06-01", "grace"),
        ("2024-06-20", "last_warning"),
        ("2024-07-01", "lapsed"),
    ] {
        assert!(days.contains(&expected), "{expected:?} in {days:?}");
    }
    for (day, kind, id, en) in &told {
        assert!(id.len() > 20 && en.len() > 20 && id != en, "{day} {kind}");
        assert!(!id.contains("Sarinah") && !en.contains("Sarinah"), "{day} {kind}: {id}");
    }
    let on = |day: &str| told.iter().find(|(due, ..)| due == day).unwrap();
    assert!(on("2024-04-01").3.contains("still covered"), "{:?}", on("2024-04-01"));
    assert!(on("2024-05-01").2.contains("33.600"), "{:?}", on("2024-05-01"));
    assert!(on("2024-06-01").3.contains("30 June 2024"), "{:?}", on("2024-06-01"));
    // The job may run as often as it likes.
    office.a_day_passes("2024-07-01").await;
    assert_eq!(notices(office, membership).await, told);
}

/// July: no silent return. The money is held; the questions are asked again; a new spell begins.
async fn start_again(office: &Office, membership: &str) {
    let codes = format!("/api/v1/memberships/{membership}/codes");
    let refused = office.post("desa", &codes, json!({ "months": 1 })).await;
    assert_eq!(refused.code(409), "NEEDS_RENEWAL");
    office.at("2024-07-10");
    let renew = |is_working: bool| {
        json!({ "is_working": is_working, "attested_by": "Ketua RT 03", "attester_role": "rt_head",
                "statement": "berjualan sayur setiap pagi" })
    };
    let path = format!("/api/v1/memberships/{membership}/renew");
    assert_eq!(office.post("desa", &path, renew(false)).await.code(409), "NOT_WORKING");
    let _ = office.post("desa", &path, renew(true)).await.of(200);
    let code = office.code("desa", membership, 1).await;
    assert_eq!((&code["opens_new_spell"], &code["first_month"]), (&json!(true), &json!("2024-07")));
    let paid = office.pay("bank", "JULI", &code["code"], 16_800, None).await.of(201);
    assert_eq!((&paid["spell"], text(&paid, "covered_until")), (&json!(2), "2024-07-31"));
    let member = office.membership("desa", membership).await;
    assert_eq!(member["cover"]["spell_from"], "2024-07-10");
    assert_eq!(text(&member["cover"], "state"), "active");
    // The three months before the full death benefit came with the rules of 2025 only.
    assert_eq!(member["cover"]["full_death_benefit_from"], "2024-07-10");
}

/// A code of June, paid at a minute that decides; what came of it, told on 2 July.
async fn paid_at(world: World, minute: &str) -> (Office, String, Value) {
    let (office, membership) = trader(world).await;
    office.a_day_passes("2024-06-28").await;
    let code = office.code("desa", &membership, 3).await;
    assert_eq!((&code["first_month"], &code["amount"]), (&json!("2024-04"), &json!(50_400)));
    office.at("2024-07-02");
    let paid = office.pay("bank", "JUNI", &code["code"], 50_400, Some(minute)).await;
    assert!([201, 202].contains(&paid.status), "{}", paid.text);
    (office, membership, paid.json)
}

async fn two_minutes_before_midnight_keep_the_spell(world: World) {
    let (office, membership, paid) = paid_at(world, "2024-06-30T23:58:00+07:00").await;
    assert_eq!((text(&paid, "state"), &paid["spell"]), ("posted", &json!(1)));
    assert_eq!(text(&paid, "covered_until"), "2024-06-30");
    let member = office.membership("desa", &membership).await;
    assert_eq!(text(&member["cover"], "state"), "grace1");
    office.close().await;
}

async fn a_minute_after_midnight_does_not(world: World) {
    let (office, membership, paid) = paid_at(world, "2024-07-01T00:01:00+07:00").await;
    assert_eq!((text(&paid, "state"), &paid["months"]), ("held", &json!([])));
    assert!(["lapsed", "expired_code"].contains(&text(&paid, "outcome")), "{paid}");
    assert!(!text(&paid, "message_id").is_empty() && !text(&paid, "message_en").is_empty());
    let member = office.membership("desa", &membership).await;
    assert_eq!((text(&member["cover"], "state"), &member["credit"]), ("lapsed", &json!(0)));
    office.close().await;
}

/// The number is changed where the law stands, in a copy of its folder; no program is.
async fn with_two_months_of_grace_the_dates_move(mut world: World) {
    let copy = world.fresh.folder().join("law");
    copy_folder(&tree::root().join("law"), &copy);
    let file = copy.join("cover/grace_months.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches("value = 3").count(), 1);
    std::fs::write(&file, text.replace("value = 3", "value = 2")).unwrap();
    world.law = Arc::new(Law::from_dir(&copy).unwrap());
    let (office, membership) = trader(world).await;
    for (day, state) in [
        ("2024-04-01", "grace1 1"),
        ("2024-05-01", "grace2 1"),
        ("2024-05-21", "grace2 1"),
        ("2024-05-31", "grace2 1"),
        ("2024-06-01", "lapsed 1"),
    ] {
        assert_eq!(state_on(&office, &membership, day).await, state, "{day}");
    }
    let told = notices(&office, &membership).await;
    let lapsed: Vec<_> =
        told.iter().filter(|(_, kind, ..)| kind == "lapsed").map(|(day, ..)| day).collect();
    assert_eq!(lapsed, ["2024-06-01"]);
    office.close().await;
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

proofs::on_both![
    serang_month_by_month,
    two_minutes_before_midnight_keep_the_spell,
    a_minute_after_midnight_does_not,
    with_two_months_of_grace_the_dates_move,
];
