//! J4, steps 4 to 6: an event held by two phones without signal, who came, who stayed, and what it cost.

use crate::{
    campaign_forms::{found, hired, planned, season},
    office::{Office, somebody, text},
    phones::{call, push, user},
};
use proofs::{World, client::Call, phone::Draft, phone::Phone};
use serde_json::{Value, json};
use sync::Envelope;

const VILLAGE: &str = "33.02.15.2006";

/// Registers a phone of this name for a user.
async fn phone(office: &Office, login: &str, name: &str) -> Phone {
    let holder = user(office, login).await;
    let begun = office.post("cabang", "/api/v1/devices", json!({ "holder": holder })).await.of(201);
    let form = json!({
        "code": begun["code"], "public_key": Phone::public_key(name), "label": name,
        "app_version": "1.0.0", "persisted": true,
    });
    let call = Call::new("POST", "/api/v1/devices/register").json(&form);
    Phone::registered(name, &office.send(call).await.of(201))
}

fn body(at: &str, more: Value) -> Value {
    let mut body = json!({
        "made_at": format!("2026-08-05T{at}:00+07:00"),
        "clock": { "last_server": null, "jump": false }, "ref": {},
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn enrolment(event: &Value, nik: &str, name: &str, at: &str) -> Draft {
    let mut person = somebody(nik, name, &birth(nik), "petani-padi", 0)["person"].clone();
    person["origin"] = json!("field");
    person["attestation"] = json!({
        "attested_by": "Ketua kelompok tani", "attester_role": "group_leader",
        "attested_on": "2026-08-05", "statement": "menggarap sawah setiap pagi",
    });
    let more = json!({
        "event": event, "months": 1, "first_month": "2026-08", "shown_total": 8_400, "code": null,
        "enrol": {
            "person": person, "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self",
            "promise_read": true,
        },
        "nik_prefill": { "birth_date": true, "sex": true }, "dup_ack": null, "nik_warned": false,
        "att": [],
    });
    Draft::new("worker.enrol", body(at, more))
}

/// The birth date a number says, of a man born in the last century.
fn birth(nik: &str) -> String {
    format!("19{}-{}-{}", &nik[10..12], &nik[8..10], &nik[6..8])
}

const FIRST: &str = "3302150507790001";
const SECOND: &str = "3302150507790002";
const THIRD: &str = "3302150507790003";

fn said(told: &Value) -> Vec<&str> {
    told["results"].as_array().unwrap().iter().map(|it| text(it, "code")).collect()
}

/// What the evening is made of.
struct Evening {
    office: Office,
    season: String,
    event: Value,
    one: Phone,
    two: Phone,
}

async fn evening(world: World) -> Evening {
    let office = hired(world, "2026-08-01").await;
    office.hire("agen.dua", "agent", Some("33.02")).await;
    let season = season(&office, "cabang", "Banyumas 2026", "33.02", "2026-08-01").await;
    let form = json!({
        "name": "KKBC Gumelar", "area": VILLAGE, "on": "2026-08-05", "venue": "balai desa",
        "starts": "19:00", "ends": "21:30", "activities": ["OUTREACH_TALK"],
        "partners": [{ "role": "VILLAGE_OFFICIAL" }, { "role": "ARMY_LIAISON" }],
        "cost_planned": 1_500_000, "team": "Tim 1",
    });
    let event = planned(&office, "cabang", &season, form).await;
    let one = phone(&office, "agen", "HP 1").await;
    let two = phone(&office, "agen.dua", "HP 2").await;
    Evening { office, season, event, one, two }
}

impl Evening {
    fn path(&self, verb: &str) -> String {
        format!("/api/v1/events/{}/{verb}", text(&self.event, "id"))
    }

    async fn sheet(&self) -> Value {
        let path = format!("/api/v1/events/{}", text(&self.event, "id"));
        self.office.get("cabang", &path).await.of(200)
    }
}

/// The slips that are printed, and the code on the how manieth of them.
async fn invited(it: &Evening) -> Vec<String> {
    let told = it.office.get("cabang", &it.path("invitation")).await.of(200);
    let shared = text(&told, "text_id");
    for said in
        ["balai desa, Gumelar", "Rabu, 5 Agustus 2026, pukul 19:00–21:30", "65 tahun", "KTP asli"]
    {
        assert!(shared.contains(said), "{said} in {shared}");
    }
    assert!(text(&told, "text_en").contains("Wednesday, 5 August 2026"));
    assert!(
        ["confirmed", "reported", "derived", "unconfirmed"].contains(&text(&told["age"], "status"))
    );
    let early = it.office.get("cabang", &it.path("invitations")).await;
    assert_eq!(early.code(409), "NOT_NUMBERED");
    let numbered = it.office.post("cabang", &it.path("invitations"), json!({ "n": 3 })).await;
    assert_eq!(numbered.of(200)["n_invitations"], 3);
    let printed = it.office.get("cabang", &it.path("invitations")).await;
    assert_eq!((printed.status, printed.text.matches("<svg").count()), (200, 3));
    let id = text(&it.event, "id").parse().unwrap();
    let keys = &it.office.world.keys;
    (1..=3).map(|n| outreach::campaign::token::invitation(keys, id, n)).collect()
}

/// An event run offline by two phones and closed later loses nothing and counts nobody twice.
async fn two_phones_run_one_event_without_signal(world: World) {
    let mut it = evening(world).await;
    let slips = invited(&it).await;
    let package = it.office.send(call(&it.one, "GET", "/api/v1/sync/package")).await.of(200);
    assert_eq!(package["planned"]["events"][0]["id"], it.event["id"], "it goes along");
    assert_eq!(package["planned"]["questions"].as_array().unwrap().len(), 2);
    // The first phone opens the planned event; the second one its own, in the same village.
    let (planned, own) = (it.event["id"].clone(), json!(proofs::phone::id_of("HP 2 sendiri")));
    let opening = |event: &Value| {
        let more = json!({
            "event": event, "name": "KKBC Gumelar", "area": VILLAGE, "on": "2026-08-05",
            "venue": "balai desa", "campaign": null,
        });
        Draft::new("event.open", body("19:00", more))
    };
    let of = |kind, at: &str, event: &Value, more: Value| {
        let mut more = more;
        more["event"] = event.clone();
        Draft::new(kind, body(at, more))
    };
    let poll = |phase: &str, yes: i64, no: i64| json!({ "answers": [{ "phase": phase, "question": "KNOWS_WORK_ACCIDENT", "yes": yes, "no": no }] });
    let first: Vec<Envelope> = [
        opening(&planned),
        of("event.tally", "19:30", &planned, json!({ "n": 20 })),
        of("event.tally", "20:10", &planned, json!({ "n": 31 })),
        of("event.checkin", "19:31", &planned, json!({ "scanned": slips[0] })),
        of("event.checkin", "19:32", &planned, json!({ "scanned": slips[1] })),
        of("event.poll", "19:40", &planned, poll("before", 5, 15)),
        of("event.poll", "21:00", &planned, poll("after", 16, 4)),
        enrolment(&planned, FIRST, "Peserta Contoh", "20:20"),
        of(
            "event.close",
            "21:30",
            &planned,
            json!({
                "counts": { "attended": 31, "enrolled": 1, "refused": 2 }, "not_recorded": [],
            }),
        ),
    ]
    .iter()
    .map(|draft| it.one.finalise(draft))
    .collect();
    let lead = it.two.finalise(&of("lead.note", "19:50", &own, json!({
        "name": "Calon Contoh", "phone": "081234560003", "village": VILLAGE, "occupation": "ojek",
    })));
    let mut second: Vec<Envelope> = [
        opening(&own),
        of("event.tally", "20:00", &own, json!({ "n": 9 })),
        // Scanned at the other door too: counted once; an invitation to nothing of ours is refused.
        of("event.checkin", "19:33", &own, json!({ "scanned": slips[1] })),
        of("event.checkin", "19:34", &own, json!({ "scanned": slips[2] })),
        of("event.checkin", "19:35", &own, json!({ "scanned": "https://contoh.example/promo" })),
        of("event.poll", "19:45", &own, poll("before", 3, 9)),
        // The same man again on the other phone.
        enrolment(&own, FIRST, "Peserta Contoh", "20:40"),
        enrolment(&own, SECOND, "Kedua Contoh", "20:45"),
        of(
            "event.close",
            "21:20",
            &own,
            json!({
                "counts": { "attended": 9, "enrolled": 2, "refused": 0 }, "not_recorded": [],
            }),
        ),
    ]
    .iter()
    .map(|draft| it.two.finalise(draft))
    .collect();
    second.insert(1, lead);
    it.office.at("2026-08-06T08:00:00+07:00");
    // The second phone is back first; both send everything twice.
    for _ in 0..2 {
        let told = push(&it.office, &it.two, &second).await.of(200);
        assert_eq!(
            said(&told)[..5],
            [
                "event_opened",
                "lead_noted",
                "presence_counted",
                "presence_counted",
                "presence_counted"
            ]
        );
        assert_eq!(said(&told)[5..7], ["invalid_field", "poll_counted"]);
        let told = push(&it.office, &it.one, &first).await.of(200);
        assert_eq!(
            said(&told)[..5],
            [
                "event_opened",
                "presence_counted",
                "presence_counted",
                "presence_counted",
                "presence_counted"
            ]
        );
        assert_eq!(said(&told)[7..], ["enrolled", "event_closed"]);
    }
    let sheet = it.sheet().await;
    let openings: Vec<&str> =
        sheet["openings"].as_array().unwrap().iter().map(|it| text(it, "how")).collect();
    assert!(openings.contains(&"same_id") && openings.contains(&"place_and_day"), "{openings:?}");
    // 31 and 9 at the doors, the last word of each phone; three invitations, each once.
    assert_eq!(sheet["people"], json!({ "scanned": 3, "tallied": 40, "closed": 40, "total": 43 }));
    assert_eq!(
        (&sheet["suggested"]["leads"], &sheet["suggested"]["enrolled"]),
        (&json!(1), &json!(2)),
        "three captures are two people"
    );
    // A13, C13: what people knew before and after, in per cent; where nobody asked it is null.
    let poll = &sheet["poll"][0];
    assert_eq!((&poll["of_before"], &poll["percent_before"]), (&json!(32), &json!("25.0")));
    assert_eq!((&poll["of_after"], &poll["percent_after"]), (&json!(20), &json!("80.0")));
    assert_eq!(sheet["poll"][1]["percent_before"], Value::Null);
    closes_and_is_followed_up(&it).await;
    it.office.close().await;
}

async fn closes_and_is_followed_up(it: &Evening) {
    let form = json!({
        "people": 43, "leads": 1, "enrolled": 2, "cost": 1_250_000,
        "partners": [
            { "role": "VILLAGE_OFFICIAL", "present": true }, { "role": "ARMY_LIAISON", "present": false },
        ],
        "not_recorded": [],
    });
    let closed = it.office.post("cabang", &it.path("close"), form).await.of(200);
    assert_eq!(
        (&closed["state"], &closed["reports"][0]["partners_present"]),
        (&json!("closed"), &json!(1))
    );
    // After a day, and on days 7, 30 and 60.
    let tasks = format!("/api/v1/tasks?event={}", text(&it.event, "id"));
    let tasks = it.office.get("cabang", &tasks).await.of(200);
    let due: Vec<(&str, &str)> = tasks["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| (text(task, "kind"), text(task, "due_on")))
        .collect();
    assert_eq!(
        due,
        [
            ("THANKS_24H", "2026-08-06"),
            ("DAY_7", "2026-08-12"),
            ("DAY_30", "2026-09-04"),
            ("DAY_60", "2026-10-04"),
        ]
    );
}

/// J4.6: the funnel of those who enrolled, by event, village, trade, agent and partner; cost of each who
/// stayed; whoever came to two events is one person and two scans.
async fn the_funnel_counts_who_stays(world: World) {
    let mut it = evening(world).await;
    let planned_id = it.event["id"].clone();
    let sent = [
        it.one.finalise(&enrolment(&planned_id, FIRST, "Peserta Contoh", "20:20")),
        it.one.finalise(&enrolment(&planned_id, SECOND, "Kedua Contoh", "20:25")),
    ];
    it.office.at("2026-08-05T22:00:00+07:00");
    let told = push(&it.office, &it.one, &sent).await.of(200);
    assert_eq!(said(&told), ["enrolled", "enrolled"]);
    // Who was enrolled there, by name, page by page; what somebody may not know is not told.
    let path = format!("{}?limit=1", it.path("enrolled"));
    let page = it.office.get("cabang", &path).await.of(200);
    let who = |page: &Value| {
        let row = &page["items"][0];
        ["name", "standing", "state"].map(|part| text(row, part).to_owned())
    };
    assert_eq!(who(&page), ["Peserta Contoh", "enrolled", "registered_unpaid"]);
    let after = format!("{path}&after={}", text(&page, "next"));
    let rest = it.office.get("cabang", &after).await.of(200);
    assert_eq!(who(&rest), ["Kedua Contoh", "enrolled", "registered_unpaid"]);
    let elsewhere = it.office.get("cabang.lain", &path).await.of(200);
    assert_eq!(elsewhere["items"], json!([]));
    assert_eq!(it.office.get("analis", &path).await.code(403), "FORBIDDEN");
    let members: Vec<String> =
        (0..2).map(|n| text(&told["results"][n]["entities"], "membership").to_owned()).collect();
    // A lead of the event enrols at the desk weeks later, and is linked to the event by its telephone.
    let lead = json!({
        "event": planned_id, "name": "Ketiga Contoh", "phone": "081234567890",
        "village": VILLAGE, "occupation": "ojek",
    });
    let lead = it.office.post("agen", "/api/v1/leads", lead).await.of(201);
    let lead = text(&lead, "id").to_owned();
    let form = somebody(THIRD, "Ketiga Contoh", &birth(THIRD), "ojek", 1_000_000);
    it.office.at("2026-08-20T10:00:00+07:00");
    let enrolled = it.office.enrol("cabang", form).await;
    let likely = it.office.get("cabang", &format!("/api/v1/leads/{lead}/likely")).await.of(200);
    let third = found(&likely["items"], "name", "Ketiga Contoh")["person"].clone();
    assert_eq!(third, enrolled["person"]);
    let link = format!("/api/v1/leads/{lead}/link");
    let linked = it.office.post("cabang", &link, json!({ "person": third })).await.of(200);
    assert_eq!(linked["membership"], enrolled["membership"]);
    let listed =
        it.office.get("cabang", &format!("/api/v1/leads?event={}", text(&it.event, "id"))).await;
    let listed = listed.of(200);
    assert_eq!(
        (&listed["items"][0]["name"], &listed["items"][0]["state"]),
        (&json!("Ketiga Contoh"), &json!("enrolled"))
    );
    // The first pays August, the second August to November, the third nothing.
    for (membership, months) in [(&members[0], 1), (&members[1], 4)] {
        let code = it.office.code("cabang", membership, months).await;
        let (amount, code) = (code["amount"].as_i64().unwrap(), code["code"].clone());
        let _ = it.office.pay("cabang", membership, &code, amount, None).await.of(201);
    }
    let second_event = closed_twice(&it, &members[0]).await;
    it.office.at("2026-11-21T10:00:00+07:00");
    let funnel = async |by: &str| {
        let path = format!("/api/v1/seasons/{}/funnel?by={by}", it.season);
        it.office.get("cabang", &path).await.of(200)
    };
    let events = funnel("event").await;
    let line = found(&events["lines"], "key", text(&it.event, "id"));
    let stages = json!({
        "people": 40, "leads": 1, "enrolled": 3, "paid": 2, "paid_30": 1, "of_30": 3,
        "paid_90": 1, "of_90": 3, "cost": 1_200_000,
    });
    assert_eq!(line["stages"], stages, "{line}");
    assert_eq!(line["flags"], json!([]));
    let second = found(&events["lines"], "key", &second_event);
    assert_eq!((&second["stages"]["enrolled"], &second["stages"]["paid"]), (&json!(0), &json!(0)));
    assert_eq!(
        (&events["cost_per_retained"], &events["retained_after"]),
        (&json!(1_200_000), &json!(90))
    );
    // Attendance is 40 and 25; the member scanned at both is one person.
    assert_eq!(events["total"]["stages"]["people"], 65);
    assert_eq!((&events["scans"], &events["persons_scanned"]), (&json!(2), &json!(1)));
    let trades = funnel("trade").await;
    let farmers = found(&trades["lines"], "key", "pertanian");
    assert_eq!(
        (&farmers["stages"]["enrolled"], &farmers["stages"]["paid"]),
        (&json!(2), &json!(2))
    );
    let riders = trades["lines"].as_array().unwrap().iter().find(|it| it["stages"]["leads"] == 1);
    assert_eq!(riders.unwrap()["stages"]["enrolled"], 1, "{trades}");
    let agents = funnel("agent").await;
    let agent = found(&agents["lines"], "name", "agen");
    assert_eq!((&agent["stages"]["enrolled"], &agent["stages"]["leads"]), (&json!(3), &json!(1)));
    assert_eq!(agent["stages"]["people"], Value::Null);
    // A clerk of another village may look at the season, and is told nothing of this village's events,
    // whichever way the funnel is taken apart.
    it.office.hire("desa.lain", "village_clerk", Some("33.02.15.2001")).await;
    for by in ["event", "trade", "agent", "village"] {
        let path = format!("/api/v1/seasons/{}/funnel?by={by}", it.season);
        let seen = it.office.get("desa.lain", &path).await.of(200);
        assert_eq!((&seen["lines"], &seen["scans"]), (&json!([]), &Value::Null), "{by}: {seen}");
    }
    let villages = funnel("village").await;
    let village = found(&villages["lines"], "key", VILLAGE);
    assert_eq!((&village["n_events"], &village["stages"]["enrolled"]), (&json!(2), &json!(3)));
    // C15: conversion with and without each partner.
    let partners = funnel("partner").await;
    let liaison = found(&partners["partners"], "role", "ARMY_LIAISON");
    assert_eq!(
        (&liaison["with"]["stages"]["enrolled"], &liaison["without"]["stages"]["enrolled"]),
        (&json!(0), &json!(3))
    );
    assert_eq!(
        (&liaison["with"]["n_events"], &liaison["without"]["n_events"]),
        (&json!(1), &json!(1))
    );
    let wrong =
        it.office.get("cabang", &format!("/api/v1/seasons/{}/funnel?by=x", it.season)).await;
    assert_eq!(wrong.status, 400);
    it.office.close().await;
}

/// The event is closed, and another one after it, where the first member is scanned again; its id.
async fn closed_twice(it: &Evening, member: &str) -> String {
    let open = it.office.get("cabang", "/api/v1/leads?state=open").await.of(200);
    assert_eq!(open["items"], json!([]));
    let form = json!({
        "name": "KKBC Gumelar lagi", "area": VILLAGE, "on": "2026-08-12", "venue": "balai desa",
        "partners": [{ "role": "ARMY_LIAISON" }, { "role": "VILLAGE_OFFICIAL" }],
    });
    let again = planned(&it.office, "cabang", &it.season, form).await;
    let card = card_of(it, member).await;
    for event in [&it.event, &again] {
        let path = format!("/api/v1/events/{}/check-in", text(event, "id"));
        let scan = json!({ "scanned": card });
        let seen = it.office.post("agen", &path, scan.clone()).await.of(200);
        assert!(seen["person"].is_string() && seen["again"] == false, "{seen}");
        assert_eq!(it.office.post("agen", &path, scan).await.of(200)["again"], true);
        let path = format!("/api/v1/events/{}/tally", text(event, "id"));
        let _ = it.office.post("agen", &path, json!({ "n": 24 })).await.of(200);
    }
    let close = async |event: &Value, people: i64, enrolled: i64, cost: i64, liaison: bool| {
        let form = json!({
            "people": people, "enrolled": enrolled, "cost": cost, "not_recorded": ["leads"],
            "partners": [
                { "role": "VILLAGE_OFFICIAL", "present": true },
                { "role": "ARMY_LIAISON", "present": liaison },
            ],
        });
        let path = format!("/api/v1/events/{}/close", text(event, "id"));
        let _ = it.office.post("cabang", &path, form).await.of(200);
    };
    close(&it.event, 40, 2, 1_200_000, false).await;
    close(&again, 25, 0, 300_000, true).await;
    text(&again, "id").to_owned()
}

/// What stands on a member's card, as it is printed.
async fn card_of(it: &Evening, membership: &str) -> String {
    let path = format!("/api/v1/memberships/{membership}/card");
    let printed = it.office.get("cabang", &path).await;
    let (_, after) = printed.text.split_once("/verify?c=").expect("the card links to its check");
    let (signed, _) = after.split_once("&amp;").unwrap_or_else(|| panic!("{after:.300}"));
    signed.to_owned()
}

proofs::on_both![two_phones_run_one_event_without_signal, the_funnel_counts_who_stays];
