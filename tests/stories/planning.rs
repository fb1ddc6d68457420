//! Where next, over HTTP: a season is planned, changed with its price shown, exported, and refused.

use crate::{
    campaign_forms::{hired, planned, season as campaign_season},
    office::{Office, text},
    phones::branch,
};
use access::Role;
use proofs::{World, client::Call};
use serde_json::{Value, json};

const GUMELAR: &str = "33.02.15.2006";

fn season() -> Value {
    json!({
        "name": "Banyumas, pekan keempat", "areas": ["33.02"],
        "from": "2026-11-23", "to": "2026-11-27", "iterations": 60,
        "teams": [
            { "name": "Tim 1", "start": "33.02.26" }, { "name": "Tim 2", "start": "33.02.26" },
        ],
    })
}

/// Waits for a plan that takes longer than an answer may.
async fn done(office: &Office, id: &str) -> Value {
    let path = format!("/api/v1/plans/{id}");
    for _ in 0..200 {
        let view = office.get("cabang", &path).await.of(200);
        if view["state"] == "done" {
            return view["plan"].clone();
        }
        assert!(view["percent"].as_i64().is_some_and(|n| n < 100), "{view}");
    }
    panic!("the plan {id} was never done")
}

async fn made(office: &Office, form: Value) -> Value {
    let answer = office.post("cabang", "/api/v1/plans", form).await;
    assert!([201, 202].contains(&answer.status), "{}", answer.text);
    let id = answer.json["id"].as_str().unwrap().to_owned();
    done(office, &id).await
}

/// A wish about a plan; the plan after it.
async fn wish(office: &Office, plan: &Value, verb: &str, mut form: Value) -> Value {
    form["version"] = plan["version"].clone();
    let path = format!("/api/v1/plans/{}/{verb}", text(plan, "id"));
    let answer = office.post("cabang", &path, form).await;
    assert!([200, 202].contains(&answer.status), "{}", answer.text);
    done(office, text(plan, "id")).await
}

fn visit<'a>(plan: &'a Value, village: &str) -> Option<&'a Value> {
    plan["visits"].as_array().unwrap().iter().find(|it| it["village"] == village)
}

/// Somebody held an event there and counted.
async fn held(office: &Office, name: &str, village: &str, on: &str, counts: Option<(i64, i64)>) {
    let db = office.world.db();
    let mut tx = db.write().await.unwrap();
    let seen = office.world.office(Role::BranchStaff, Some("33.02"));
    let new = outreach::event::NewEvent {
        id: office.key().parse().unwrap(),
        name: name.to_owned(),
        area: village.to_owned(),
        held_on: on.parse().unwrap(),
        venue: None,
        campaign: None,
        opened_at: office.world.now(),
        supersedes: None,
    };
    let command = office.key().parse().unwrap();
    outreach::event::open(&mut tx, &seen, command, seen.actor, &new).await.unwrap();
    let words = |all: &[&str]| all.iter().map(|&it| it.to_owned()).collect();
    let counted = match counts {
        Some((came, enrolled)) => outreach::event::Counts {
            attended: Some(came),
            enrolled: Some(enrolled),
            refused: None,
            not_recorded: words(&["refused"]),
        },
        None => outreach::event::Counts {
            not_recorded: words(&["attended", "enrolled", "refused"]),
            ..Default::default()
        },
    };
    let close = office.key().parse().unwrap();
    let now = office.world.now();
    outreach::event::close(&mut tx, &seen, close, (seen.actor, None), (new.id, &counted, now))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn a_branch_plans_a_week_and_changes_it_with_the_price_shown(world: World) {
    let office = branch(world).await;
    let plan = made(&office, season()).await;
    assert_eq!((&plan["n_villages"], &plan["n_team_days"]), (&json!(331), &json!(10)));
    let visits = plan["visits"].as_array().unwrap();
    assert!(visits.len() >= 20, "{}", visits.len());
    for it in visits {
        let why = &it["reason"];
        assert!(text(&why["sentence"], "id").contains("pekerja belum terlindungi"), "{it}");
        assert!(text(&why["sentence"], "en").contains("workers not covered"), "{it}");
        assert!(why["lost_without"].as_i64().unwrap() >= 0, "{it}");
    }
    let judged = plan["assumptions"].as_array().unwrap().iter();
    assert!(judged.clone().any(|it| it["key"] == "reach_ppm" && it["origin"] == "judgement"));

    let promise = json!({ "village": GUMELAR, "on": "2026-11-25", "team": "Tim 2" });
    let pinned = wish(&office, &plan, "pin", promise).await;
    let there = visit(&pinned, GUMELAR).expect("the promise");
    assert_eq!((text(there, "on"), text(there, "team")), ("2026-11-25", "Tim 2"));
    assert_eq!(there["reason"]["rule"], "pin");
    assert_eq!(pinned["price"]["before"], plan["totals"]["value"]);
    assert_eq!(pinned["price"]["after"], pinned["totals"]["value"]);
    assert_eq!(pinned["version"], 2);

    let to = json!({ "village": GUMELAR, "on": "2026-11-25", "to": "2026-11-26", "team": null });
    let moved = wish(&office, &pinned, "move", to).await;
    assert_eq!(text(visit(&moved, GUMELAR).expect("it moved"), "on"), "2026-11-26");
    let free =
        wish(&office, &moved, "unpin", json!({ "village": GUMELAR, "on": "2026-11-26" })).await;
    assert_eq!(free["pins"], json!([]));
    let dropped = wish(&office, &free, "drop", json!({ "village": GUMELAR })).await;
    assert!(visit(&dropped, GUMELAR).is_none());
    let anew = wish(&office, &dropped, "replan", json!({})).await;
    let kinds: Vec<&str> =
        anew["changes"].as_array().unwrap().iter().map(|it| text(it, "kind")).collect();
    assert_eq!(kinds, ["replanned", "dropped", "unpinned", "moved", "pinned", "made"]);
}

async fn a_command_sent_twice_makes_one_plan_and_a_stale_wish_none(world: World) {
    let office = branch(world).await;
    let key = office.key();
    let token = office.token("cabang").await;
    let call = Call::new("POST", "/api/v1/plans")
        .header("Idempotency-Key", key.clone())
        .token(&token)
        .json(&season());
    let first = office.send(call.clone()).await;
    done(&office, &key).await;
    let again = office.send(call).await.of(201);
    assert_eq!((&first.json["id"], &again["plan"]["version"]), (&json!(key), &json!(1)));
    let listed = office.get("cabang", "/api/v1/plans?area=33.02").await.of(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    let path = format!("/api/v1/plans/{key}/drop");
    let stale = json!({ "version": 7, "village": GUMELAR });
    let refused = office.post("cabang", &path, stale).await.of(409);
    assert_eq!((&refused["code"], &refused["version"]), (&json!("PLAN_CHANGED"), &json!("1")));
}

async fn a_plan_goes_along_as_calendar_sheet_and_page(world: World) {
    let office = branch(world).await;
    let plan = made(&office, season()).await;
    let n = plan["visits"].as_array().unwrap().len();
    let of = |kind: &str| format!("/api/v1/plans/{}/plan.{kind}", text(&plan, "id"));
    let ics = office.get("cabang", &of("ics")).await;
    assert_eq!(ics.status, 200);
    assert_eq!(ics.text.matches("BEGIN:VEVENT").count(), n);
    assert!(ics.text.contains("DTSTART:20261123T"), "{}", &ics.text[..400]);
    assert!(ics.text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    let csv = office.get("cabang", &of("csv")).await;
    assert_eq!(csv.text.lines().count(), n + 1);
    assert!(csv.text.starts_with("tanggal,tim,urutan,kode,desa"));
    let html = office.get("cabang", &of("html")).await;
    assert!(html.text.contains("Rencana kunjungan Banyumas, pekan keempat"), "{}", html.status);
    assert_eq!(office.get("cabang.lain", &of("csv")).await.status, 404, "another branch");
}

async fn what_was_counted_before_is_learned_and_what_was_not_is_said(world: World) {
    let office = branch(world).await;
    let good = ["33.02.26.1001", "33.02.26.1002", "33.02.26.1003"];
    for (village, counts) in good.into_iter().zip([(80, 30), (60, 22), (90, 40)]) {
        held(&office, "Masuk Desa", village, "2026-06-10", Some(counts)).await;
    }
    held(&office, "Cilongok", "33.02.17.2010", "2026-08-11", None).await;
    let mut form = season();
    form["pins"] = json!([{ "village": good[0], "on": "2026-11-24" }]);
    let plan = made(&office, form).await;
    assert_eq!((&plan["n_learned"], &plan["n_not_recorded"]), (&json!(3), &json!(1)));
    let warned = plan["warnings"].as_array().unwrap().iter();
    assert!(warned.clone().any(|it| text(it, "id").contains("tanpa hitungan")), "{warned:?}");
    let known = visit(&plan, good[0]).expect("it was promised");
    let why = &known["reason"];
    assert_eq!((&why["came"], &why["enrolled"]), (&json!(80), &json!(30)));
    assert!(why["conversion_ppm"]["mean"].as_i64().unwrap() > 250_000, "{why}");
    assert!(text(&why["sentence"], "id").contains("30 dari 80 yang datang mendaftar di sini"));
}

/// What a campaign did there before teaches; what it has planned there makes a visit worth less.
async fn a_campaign_before_and_ahead_is_taken_into_account(world: World) {
    let office = hired(world, "2026-11-21").await;
    let campaign = campaign_season(&office, "cabang", "Banyumas 2026", "33.02", "2026-01-05").await;
    let village = "33.02.26.1001";
    let event = |on: &str| {
        let name = format!("KKBC {on}");
        json!({ "name": name, "area": village, "on": on, "venue": "Balai Kelurahan" })
    };
    let before = planned(&office, "cabang", &campaign, event("2026-05-12")).await;
    let close = format!("/api/v1/events/{}/close", text(&before, "id"));
    let counts = json!({
        "people": 70, "enrolled": 21, "not_recorded": ["leads", "cost", "partners"],
    });
    let closed = office.post("cabang", &close, counts).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    planned(&office, "cabang", &campaign, event("2026-11-26")).await;
    let mut form = season();
    form["pins"] = json!([{ "village": village, "on": "2026-11-24" }]);
    let plan = made(&office, form).await;
    assert_eq!(plan["n_learned"], 1, "{}", plan["warnings"]);
    let why = &visit(&plan, village).expect("it was promised")["reason"];
    assert_eq!((&why["came"], &why["enrolled"]), (&json!(70), &json!(21)));
    assert_eq!(why["recent_visits"], 1, "the one that is planned");
    assert!(text(&why["sentence"], "id").contains("sudah direncanakan"), "{why}");
}

async fn what_cannot_be_planned_is_refused_with_the_way_out(world: World) {
    let office = branch(world).await;
    let with = |more: Value| {
        let mut form = season();
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        form
    };
    let refused = async |form: Value, status: u16| {
        office.post("cabang", "/api/v1/plans", form).await.of(status)
    };
    let far = ["33.02.15.2006", "33.02.17.2010", "33.02.01.2004", "33.02.15.2001"];
    let pins: Vec<Value> = far
        .iter()
        .map(|it| json!({ "village": it, "on": "2026-11-27", "team": "Tim 1" }))
        .collect();
    let full = refused(with(json!({ "pins": pins })), 409).await;
    assert_eq!(full["code"], "PLAN_PINS_CANNOT_FIT");
    let errors = full["errors"].as_array().unwrap();
    assert!(!errors.is_empty() && errors.len() < 4, "{full}");
    assert!(text(&errors[0], "detail").contains("lepaskan salah satu"), "{full}");
    let ended = refused(with(json!({ "areas": ["33.02", "91.04"] })), 403).await;
    assert_eq!(ended["code"], "FORBIDDEN", "another area is not asked about: {ended}");
    let sunday = json!({ "pins": [{ "village": GUMELAR, "on": "2026-11-22" }] });
    assert_eq!(refused(with(sunday), 422).await["code"], "PLAN_NOT_A_WORKING_DAY");
    let elsewhere = json!({ "bans": [{ "village": "33.10.16.2012" }] });
    let elsewhere = refused(with(elsewhere), 422).await;
    assert_eq!(
        (&elsewhere["code"], &elsewhere["field"]),
        (&json!("PLAN_VILLAGE_OUTSIDE"), &json!("village"))
    );
    let long = refused(with(json!({ "to": "2027-11-27" })), 422).await;
    assert_eq!(long["field"], "to");
    let guess = refused(with(json!({ "assumptions": { "weather": 1 } })), 422).await;
    assert_eq!(guess["field"], "assumptions");
    let agent = office.post("agen", "/api/v1/plans", season()).await;
    assert_eq!(agent.status, 403, "{}", agent.text);
}

proofs::on_both![
    a_branch_plans_a_week_and_changes_it_with_the_price_shown,
    a_command_sent_twice_makes_one_plan_and_a_stale_wish_none,
    a_plan_goes_along_as_calendar_sheet_and_page,
    what_was_counted_before_is_learned_and_what_was_not_is_said,
    a_campaign_before_and_ahead_is_taken_into_account,
    what_cannot_be_planned_is_refused_with_the_way_out,
];
