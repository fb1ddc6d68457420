//! J4: a campaign into the village over HTTP, from the season to the funnel, row by row of the stories.

use crate::{
    campaign_forms::{NOTHING, as_csv, codes, found, hired, planned, season},
    office::{Office, text},
};
use proofs::World;
use serde_json::{Value, json};

const KLATEN: &str = "Jombor (Ceper); Pesu (Wedi); Jimbung (Kalikotes); Gemblegan (Kalikotes); \
    Sumyang (Jogonalan); Kemudo (Prambanan); Wunut (Tulung); Paseban (Bayat); Gatak (Delanggu)";
const GATAK: &str = "33.10.16.2012";

/// A05–A11, A21, C23, D02: Banyumas opens at Gumelar, goes on at Cilongok, and says no number.
async fn banyumas_2023_opens_at_gumelar_and_says_no_number(world: World) {
    let office = hired(world, "2026-11-21").await;
    let season = season(&office, "cabang", "Banyumas 2023", "33.02", "2023-07-20").await;
    // A09: no event without a venue.
    let mut gumelar = json!({
        "name": "KKBC Gumelar", "area": "33.02.15", "on": "2023-07-20", "venue": "",
        "launch": "branch",
    });
    let path = format!("/api/v1/seasons/{season}/events");
    let refused = office.post("cabang", &path, gumelar.clone()).await;
    assert!(refused.text.contains("Pendopo"), "the way out: {}", refused.text);
    assert_eq!(refused.json["field"], "venue");
    assert_eq!(refused.code(422), "VENUE_MISSING");
    gumelar["venue"] = json!("Lapangan Kecamatan Gumelar");
    let first = planned(&office, "cabang", &season, gumelar).await;
    assert_eq!(first["launch"], "branch");
    // A06, A07: the year is inferred and said to be; another year does not fit the weekday.
    let cilongok = |published: &str| {
        json!({
            "name": "KKBC Cilongok", "area": "33.02.17", "on": "Jumat (11/8)",
            "published_on": published, "venue": "Pendopo Kecamatan Cilongok",
            "activities": ["OUTREACH_TALK", "MASS_EXERCISE"],
        })
    };
    let wrong = office.post("cabang", &path, cilongok("2024-08-13")).await;
    assert!(wrong.text.contains("Minggu"), "it names the day it is: {}", wrong.text);
    assert_eq!(wrong.code(422), "WEEKDAY_MISMATCH");
    let second = planned(&office, "cabang", &season, cilongok("2023-08-13")).await;
    assert_eq!((&second["on"], &second["inferred"]), (&json!("2023-08-11"), &json!(true)));
    assert_eq!(first["inferred"], false);
    let read = json!({ "text": "Minggu (13/8)", "published_on": "2023-08-13" });
    let read = office.post("cabang", "/api/v1/campaigns/days/read", read).await.of(200);
    assert_eq!((&read["on"], &read["inferred"]), (&json!("2023-08-13"), &json!(true)));
    // A10: what happens is written down by kind.
    assert_eq!(codes(&second["activities"]), ["MASS_EXERCISE", "OUTREACH_TALK"]);
    // A21, C23: no close without counts; what nobody wrote down is said.
    let close = format!("/api/v1/events/{}/close", text(&second, "id"));
    let refused = office.post("cabang", &close, json!({ "people": 100 })).await;
    assert!(refused.text.contains("nyatakan tidak dicatat"), "the way out: {}", refused.text);
    assert_eq!(refused.code(422), "CLOSED_WITHOUT_COUNTS");
    for event in [&first, &second] {
        let close = format!("/api/v1/events/{}/close", text(event, "id"));
        let closed = office.post("cabang", &close, json!({ "not_recorded": NOTHING })).await;
        assert_eq!(closed.of(200)["state"], "closed");
    }
    // A05: in the order of their days; A11: every stage empty, never 0.
    let listed = office.get("cabang", &format!("/api/v1/events?season={season}")).await.of(200);
    let days: Vec<&str> = (0..2).map(|n| text(&listed["items"][n], "on")).collect();
    assert_eq!(days, ["2023-07-20", "2023-08-11"]);
    let funnel = office.get("cabang", &format!("/api/v1/seasons/{season}/funnel")).await.of(200);
    let line = found(&funnel["lines"], "name", "KKBC Cilongok");
    for stage in ["people", "leads", "enrolled", "paid", "paid_30", "paid_90", "cost"] {
        assert_eq!(line["stages"][stage], Value::Null, "{stage}");
        let flag = json!(format!("{stage}:not_recorded"));
        assert!(line["flags"].as_array().unwrap().contains(&flag), "{flag} in {line}");
    }
    assert_eq!(funnel["total"]["stages"]["people"], Value::Null);
    // A08: two districts of the 27 there are.
    let reach = format!("/api/v1/seasons/{season}/reach?level=district");
    let reach = office.get("cabang", &reach).await.of(200);
    assert_eq!(
        (&reach["reached"], &reach["named"], &reach["of"]),
        (&json!(2), &json!(2), &json!(27))
    );
    // A04: coverage before and after, for each tagged area.
    let opened = office.get("cabang", &format!("/api/v1/seasons/{season}")).await.of(200);
    let coverage = &opened["coverage"][0];
    assert_eq!(
        (&coverage["area"], &coverage["before_on"]),
        (&json!("33.02"), &json!("2023-07-19"))
    );
    assert_eq!(
        (&coverage["before"], &coverage["after"], &coverage["delta"]),
        (&json!(0), &json!(0), &json!(0))
    );
    // D02: groups of an event; the weekday was said apart.
    let council = json!({
        "name": "Sosialisasi BPD, RT/RW, LKD", "area": "33.02", "on": "2024-04-24",
        "weekday": "Rabu", "venue": "tidak disebut", "groups": ["bpd", "rt", "rw", "lkd"],
    });
    let council = planned(&office, "cabang", &season, council).await;
    assert_eq!(codes(&council["groups"]), ["bpd", "lkd", "rt", "rw"]);
    office.close().await;
}

/// C11, C12, C14, C16, C18, C19, C21: nine villages in eight sub-districts, and Gatak.
async fn klaten_2023_has_nine_villages_in_eight_sub_districts(world: World) {
    let office = hired(world, "2026-11-21").await;
    let season = season(&office, "cabang", "Klaten 2023", "33.10", "2023-07-06").await;
    // C12: nine rows, all resolved; what does not resolve is listed, and a retired code says where it went.
    let read = async |text: &str| {
        let form = json!({ "text": text, "within": "33.10" });
        let read = office.post("cabang", "/api/v1/campaigns/places/read", form).await.of(200);
        read["items"].as_array().unwrap().clone()
    };
    let places = read(KLATEN).await;
    assert_eq!(places.len(), 9);
    assert!(places.iter().all(|place| place["code"].is_string()), "{places:?}");
    let unresolved = read("Atlantis (Ceper); Gatak; 91.04").await;
    let faults: Vec<&str> = unresolved.iter().map(|it| text(it, "fault")).collect();
    assert_eq!(faults, ["AREA_UNKNOWN", "AREA_AMBIGUOUS", "AREA_RETIRED"]);
    assert_eq!(unresolved[2]["candidates"], json!(["94.01"]));
    // C14: four roles of partners, invited.
    for place in &places {
        let event = json!({
            "name": format!("KKBC {}", text(place, "written")), "area": place["code"],
            "between": { "from": "2023-07-06", "to": "2023-10-19" }, "venue": "balai desa",
            "partners": [
                { "role": "VILLAGE_OFFICIAL" }, { "role": "ARMY_LIAISON" },
                { "role": "POLICE_LIAISON" }, { "role": "AGENT" },
            ],
        });
        let event = planned(&office, "cabang", &season, event).await;
        assert_eq!((&event["on"], &event["partners"][3]["invited"]), (&Value::Null, &json!(true)));
        assert_eq!(event["partners"][0]["present"], Value::Null);
        let close = format!("/api/v1/events/{}/close", text(&event, "id"));
        let mut form = json!({ "not_recorded": ["people", "leads", "enrolled", "cost"] });
        form["partners"] = json!([{ "role": "AGENT", "present": true }]);
        let closed = office.post("cabang", &close, form).await.of(200);
        let agent = closed["partners"].as_array().unwrap().iter();
        let agent = agent.filter(|it| it["role"]["code"] == "AGENT").collect::<Vec<_>>();
        assert_eq!((agent.len(), &agent[0]["present"]), (1, &json!(true)));
    }
    // C11: nine villages, eight distinct sub-districts.
    let reach = async |level: &str| {
        let path = format!("/api/v1/seasons/{season}/reach?level={level}");
        office.get("cabang", &path).await.of(200)
    };
    assert_eq!(
        (reach("village").await["reached"].clone(), reach("district").await["reached"].clone()),
        (json!(9), json!(8))
    );
    let funnel = format!("/api/v1/seasons/{season}/funnel?by=village");
    let funnel = office.get("cabang", &funnel).await.of(200);
    assert_eq!(funnel["lines"].as_array().unwrap().len(), 9);
    let csv = office.get("cabang", &format!("/api/v1/seasons/{season}/events.csv")).await;
    assert_eq!(as_csv(&csv).len(), 10, "a head and nine villages: {}", csv.text);
    gatak(&office).await;
    office.close().await;
}

async fn gatak(office: &Office) {
    // C16: a named contact, whose name only they see who may.
    let champion = json!({
        "village": GATAK, "role": "village_head", "name": "Kepala Contoh", "phone": "081234567899",
    });
    let _ = office.post("cabang", "/api/v1/champions", champion).await.of(201);
    let path = format!("/api/v1/champions?area={GATAK}");
    let named = office.get("cabang", &path).await.of(200);
    assert_eq!(
        (&named["items"][0]["name"], &named["items"][0]["role"]),
        (&json!("Kepala Contoh"), &json!("village_head"))
    );
    let seen = office.get("analis", &path).await.of(200);
    assert_eq!(
        (&seen["items"][0]["has_name"], &seen["items"][0]["name"]),
        (&json!(true), &Value::Null)
    );
    // C18: enrolled needs a count, or that nobody wrote it down.
    let put = async |form: Value| office.post("cabang", "/api/v1/pipeline", form).await;
    let officials = json!({ "village": GATAK, "group": "village_official", "status": "ENROLLED" });
    assert_eq!(put(officials.clone()).await.code(422), "COUNT_MISSING");
    let mut counted = officials;
    counted["n"] = json!(11);
    let _ = put(counted).await.of(200);
    let _ = put(
        json!({ "village": GATAK, "group": "bpd", "status": "ENROLLED", "n_not_recorded": true }),
    )
    .await
    .of(200);
    // C19: planned, and overdue after its day; C21: two occupations wait.
    let _ = put(
        json!({ "village": GATAK, "group": "rt", "status": "PLANNED", "due_on": "2026-11-20" }),
    )
    .await
    .of(200);
    let _ = put(
        json!({ "village": GATAK, "group": "rw", "status": "PLANNED", "due_on": "2026-12-20" }),
    )
    .await
    .of(200);
    for occupation in ["petani-padi", "pedagang-pasar"] {
        let _ = put(json!({ "village": GATAK, "occupation": occupation, "status": "OPEN" }))
            .await
            .of(200);
    }
    let all = office.get("cabang", &format!("/api/v1/pipeline?area={GATAK}")).await.of(200);
    let of = |code: &str| found(&all["items"], "code", code);
    assert_eq!((&of("village_official")["n"], &of("bpd")["n"]), (&json!(11), &Value::Null));
    assert_eq!((&of("bpd")["n_not_recorded"], &of("rt")["overdue"]), (&json!(true), &json!(true)));
    assert_eq!(of("rw")["overdue"], false);
    let open = format!("/api/v1/pipeline?area={GATAK}&status=OPEN");
    let open = office.get("cabang", &open).await.of(200);
    assert_eq!(open["items"].as_array().unwrap().len(), 2);
}

/// B02, B03, B04, B06, B08, B18, E02, E06, E07, E10, E13, C04: names, ranges, levels, remoteness, tasks.
async fn names_levels_and_remote_villages(world: World) {
    let office = hired(world, "2026-11-21").await;
    let first = season(&office, "cabang", "Banyumas 2026", "33.02", "2026-11-01").await;
    // B02, B04: the campaign is miscalled; the season is its own all the same, and flagged.
    let palu = json!({
        "campaign_said": "kerja cepat bebas cemas", "name": "Palu 2023", "area": "72",
        "from": "2023-09-01", "to": "2023-12-31", "goal": "pekerja di pedesaan terlindungi",
    });
    let palu = office.post("cabang", "/api/v1/seasons", palu).await.of(201);
    assert_eq!(palu["flag"], "NAME_VARIANT");
    let seasons = office.get("cabang", "/api/v1/seasons?q=palu").await.of(200);
    assert_eq!(text(&seasons["items"][0], "name"), "Palu 2023");
    let read = async |written: &str| {
        let form = json!({ "written": written });
        office.post("cabang", "/api/v1/campaigns/names/read", form).await.of(200)
    };
    assert_eq!(read("Kerja Keras Bebas Cemas").await["flag"], "");
    assert_eq!(read("kerja cerdas bebas cemas").await["state"], "suggested");
    assert_eq!(read("Kampung Juara").await["campaign"], Value::Null);
    let campaign = text(&palu, "campaign").to_owned();
    let decide = json!({ "written": "Kerja Cerdas Bebas Cemas", "accept": false });
    let path = format!("/api/v1/campaigns/{campaign}/names/decide");
    let _ = office.post("cabang", &path, decide).await.of(200);
    assert_eq!(read("kerja cerdas bebas cemas").await["campaign"], Value::Null);
    // B03: a Saturday between two days; the day itself stays open.
    let saturday = json!({
        "name": "Sosialisasi", "area": "72.71.01", "venue": "tidak disebut",
        "between": { "from": "2023-09-01", "to": "2023-12-31", "weekday": "Sabtu" },
    });
    let event = planned(&office, "cabang", text(&palu, "id"), saturday).await;
    assert_eq!((&event["on"], &event["between"]["weekday"]), (&Value::Null, &json!(6)));
    remote(&office, &first, &campaign).await;
    tasks(&office).await;
    agreements(&office).await;
    office.close().await;
}

async fn remote(office: &Office, season: &str, campaign: &str) {
    // E06, E07, E10, E13: a pick-up visit to riders and traders of one RT.
    let visit = json!({
        "name": "Jemput bola pangkalan ojek", "area": "33.02.15.2006", "rt": "3", "rw": "1",
        "on": "2026-11-20", "venue": "pangkalan ojek", "channel": "OUTREACH_VISIT",
        "occupations": ["ojek", "pedagang-pasar"], "activities": ["HOME_VISIT"],
    });
    let visit = planned(office, "cabang", season, visit).await;
    assert_eq!((text(&visit, "rt"), text(&visit, "rw")), ("003", "001"));
    assert_eq!(visit["channel"]["code"], "OUTREACH_VISIT");
    assert_eq!(codes(&visit["occupations"]), ["ojek", "pedagang-pasar"]);
    let form = json!({ "text": "Serang Raya; Pandeglang; Lebak; Cilegon" });
    let five = office.post("cabang", "/api/v1/campaigns/places/read", form).await.of(200);
    assert_eq!(five["items"].as_array().unwrap().len(), 5);
    // B06: villages by travel time; what nobody measured is unknown, not near.
    let far = json!({ "minutes": 95, "source": "tim 1" });
    let path = "/api/v1/villages/33.02.15.2006/travel-time";
    let _ = office.post("cabang", path, far).await.of(200);
    let reach = office.get("cabang", &format!("/api/v1/seasons/{season}/reach")).await.of(200);
    let class = |name: &str| found(&reach["by_travel"], "class", name);
    assert_eq!((&class("61-120")["of"], &class("61-120")["reached"]), (&json!(1), &json!(1)));
    assert_eq!((&class("unknown")["of"], &class("unknown")["reached"]), (&json!(330), &json!(0)));
    // C04: of all villages of the country, by the list in force.
    let all = office.get("cabang", &format!("/api/v1/campaigns/{campaign}/reach")).await.of(200);
    assert_eq!((&all["reached"], &all["of"]), (&json!(1), &json!(83_762)));
    assert_eq!(all["reference"], registry::AREA_DECREE);
}

async fn tasks(office: &Office) {
    // B08: a task to inform, with an owner; open and closed by branch.
    let form = json!({
        "kind": "INFORM", "area": "33.02", "title": "Menjelaskan hak peserta", "due_on": "2026-11-20",
    });
    let task = office.post("cabang", "/api/v1/tasks", form).await.of(201);
    let count = async || {
        let counts = office.get("cabang", "/api/v1/tasks/counts?area=33.02").await.of(200);
        let line = found(&counts["items"], "kind", "INFORM");
        [line["open"].clone(), line["overdue"].clone(), line["done"].clone()]
    };
    assert_eq!(count().await, [json!(1), json!(1), json!(0)]);
    let mine = office.get("cabang", "/api/v1/tasks?owner=me").await.of(200);
    assert_eq!(
        (&mine["items"][0]["owner_name"], &mine["items"][0]["overdue"]),
        (&json!("cabang"), &json!(true))
    );
    let path = format!("/api/v1/tasks/{}/change", text(&task, "id"));
    let done = json!({ "done": true, "note": "40 orang" });
    assert_eq!(office.post("cabang", &path, done).await.of(200)["state"], "done");
    assert_eq!(count().await, [json!(0), json!(0), json!(1)]);
    assert_eq!(
        office.post("cabang", &path, json!({ "done": false })).await.of(200)["state"],
        "open"
    );
}

async fn agreements(office: &Office) {
    // B18, E02: agreements from the province to the village, and the gaps of each level.
    let agree = async |area: &str| {
        let form = json!({
            "area": area, "title": "Kerja sama", "partner": "Pemerintah setempat",
            "from_on": "2026-01-01", "to_on": "2026-12-31",
        });
        office.post("cabang", "/api/v1/agreements", form).await.of(201)
    };
    agree("36").await;
    let district = agree("36.73.01").await;
    agree("36.73.01.1001").await;
    let gaps = async || office.get("cabang", "/api/v1/agreements/gaps?area=36.73").await.of(200);
    let level = |gaps: &Value, n: usize| {
        let it = &gaps["levels"][n - 1];
        (it["of"].clone(), it["with"].clone())
    };
    let now = gaps().await;
    assert_eq!((level(&now, 1), level(&now, 2)), ((json!(1), json!(1)), (json!(1), json!(0))));
    assert_eq!((level(&now, 3).1, level(&now, 4).1), (json!(1), json!(1)));
    let serang = found(&now["children"], "code", "36.73.01");
    assert_eq!((&serang["has"], &serang["with"]), (&json!(true), &json!(1)));
    let path = format!("/api/v1/agreements/{}/end", text(&district, "id"));
    let _ = office.post("cabang", &path, json!({ "to_on": "2026-11-20" })).await.of(200);
    assert_eq!(level(&gaps().await, 3).1, json!(0));
    let all = office.get("cabang", "/api/v1/agreements?area=36.73").await.of(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 3, "with the province's");
}

/// What does not fit is refused with its field, its rule and a way out.
async fn what_does_not_fit_is_refused_with_a_way_out(world: World) {
    let office = hired(world, "2026-11-21").await;
    let season = season(&office, "cabang", "Banyumas 2026", "33.02", "2026-11-01").await;
    let path = format!("/api/v1/seasons/{season}/events");
    let form = |team: &str, starts: &str| {
        json!({
            "name": "KKBC", "area": "33.02.15.2006", "on": "2026-11-20", "venue": "balai desa",
            "team": team, "starts": starts, "partners": [{ "role": "AGENT" }],
        })
    };
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut form = form("Tim 2", "14:00");
        change(&mut form);
        let answer = office.post("cabang", &path, form).await;
        assert!(answer.json["detail"].as_str().unwrap().len() > 30, "{}", answer.text);
        (answer.json["field"].clone(), answer.json["code"].clone(), answer.status)
    };
    let event = planned(&office, "cabang", &season, form("Tim 1", "08:30")).await;
    let says = |field: &str, code: &str, status: u16| (json!(field), json!(code), status);
    // Two events of one team at one hour.
    assert_eq!(
        refused(&|it| {
            it["team"] = json!("Tim 1");
            it["starts"] = json!("09:00")
        })
        .await,
        says("team", "TEAM_BUSY", 409)
    );
    // A partner twice, a weekday that does not fit, an area that was split, one outside of the season.
    let twice = json!([{ "role": "AGENT" }, { "role": "AGENT" }]);
    assert_eq!(
        refused(&|it| it["partners"] = twice.clone()).await,
        says("partners[1].role", "PARTNER_TWICE", 422)
    );
    assert_eq!(
        refused(&|it| it["weekday"] = json!("Sabtu")).await,
        says("on", "WEEKDAY_MISMATCH", 422)
    );
    assert_eq!(
        refused(&|it| it["area"] = json!("91.04.01")).await,
        says("area", "AREA_RETIRED", 422)
    );
    assert_eq!(
        refused(&|it| it["area"] = json!("33.10.16")).await,
        says("area", "OUTSIDE_SEASON", 422)
    );
    let tim = planned(&office, "cabang", &season, form("Tim 1", "09:30")).await;
    // An event that has not come yet does not close.
    let mut later = form("Tim 3", "08:00");
    later["on"] = json!("2026-12-20");
    let later = planned(&office, "cabang", &season, later).await;
    let close = async |event: &Value, form: Value| {
        office.post("cabang", &format!("/api/v1/events/{}/close", text(event, "id")), form).await
    };
    assert_eq!(close(&later, json!({ "not_recorded": NOTHING })).await.code(409), "NOT_HELD_YET");
    // More people than live there: explained, or refused.
    let mut many = json!({
        "people": 60_000, "leads": 0, "enrolled": 0, "cost": 0, "partners": [], "not_recorded": [],
    });
    let answer = close(&event, many.clone()).await;
    assert!(answer.text.contains("jelaskan dari mana"), "the way out: {}", answer.text);
    assert_eq!(answer.code(422), "ABOVE_POPULATION");
    many["explanation"] = json!("pengunjung pasar malam dari tiga kecamatan");
    let _ = close(&event, many.clone()).await.of(200);
    // A correction needs a reason; reopened and closed again, all versions stay.
    assert_eq!(close(&event, many.clone()).await.code(422), "REASON");
    many["people"] = json!(600);
    many["reason"] = json!("salah ketik satu nol");
    let _ = close(&event, many.clone()).await.of(200);
    let path_of = |verb: &str| format!("/api/v1/events/{}/{verb}", text(&event, "id"));
    assert_eq!(
        office.post("cabang", &path_of("reopen"), json!({ "reason": "" })).await.code(422),
        "REASON"
    );
    let reason = json!({ "reason": "daftar hadir kedua ditemukan" });
    let opened = office.post("cabang", &path_of("reopen"), reason.clone()).await.of(200);
    assert_eq!(opened["state"], "planned");
    assert_eq!(office.post("cabang", &path_of("reopen"), reason).await.code(409), "STATE");
    let closed = close(&event, many).await.of(200);
    let people: Vec<&Value> = (0..4).map(|n| &closed["reports"][n]["people"]).collect();
    assert_eq!(people, [&json!(60_000), &json!(600), &Value::Null, &json!(600)]);
    // Changed by someone else meanwhile; called off; another branch sees nothing and does nothing.
    let change = json!({ "version": 7, "event": form("Tim 4", "13:00") });
    let path = format!("/api/v1/events/{}/change", text(&tim, "id"));
    assert_eq!(office.post("cabang", &path, change).await.code(409), "CHANGED_MEANWHILE");
    let change = json!({ "version": 1, "event": form("Tim 4", "13:00") });
    assert_eq!(office.post("cabang", &path, change).await.of(200)["starts"], "13:00");
    let path = format!("/api/v1/events/{}/cancel", text(&tim, "id"));
    let elsewhere = office.post("cabang.lain", &path, json!({ "reason": "hujan" })).await;
    assert_eq!(elsewhere.status, 404, "{}", elsewhere.text);
    assert_eq!(office.post("agen", &path, json!({ "reason": "hujan" })).await.status, 403);
    assert_eq!(
        office.post("cabang", &path, json!({ "reason": "hujan" })).await.of(200)["state"],
        "cancelled"
    );
    let elsewhere = office.get("cabang.lain", "/api/v1/events?area=33.02").await.of(200);
    assert_eq!(elsewhere["items"], json!([]));
    office.close().await;
}

proofs::on_both![
    banyumas_2023_opens_at_gumelar_and_says_no_number,
    klaten_2023_has_nine_villages_in_eight_sub_districts,
    names_levels_and_remote_villages,
    what_does_not_fit_is_refused_with_a_way_out,
];
