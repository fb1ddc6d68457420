//! Targets over HTTP: bounds carried, the last one beside the new one, drafts, corrections, the chart.

use crate::office::{Office, somebody, text};
use proofs::{World, raw};
use serde_json::{Value, json};

async fn opened(world: World, day: &str) -> Office {
    let office = Office::open(world, day).await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("cabang.lain", "branch_staff", Some("33.03")).await;
    office.hire("pusat", "branch_staff", None).await;
    office
}

async fn result(office: &Office, who: &str, target: &str, form: Value) {
    let path = format!("/api/v1/targets/{target}/results");
    let _ = office.post(who, &path, form).await.of(201);
}

async fn standing(office: &Office, who: &str, target: &str, on: &str) -> Value {
    office.get(who, &format!("/api/v1/targets/{target}?as_of={on}")).await.of(200)
}

fn stand<'a>(of: &'a Value, basis: &str) -> &'a Value {
    let all = of["stands"].as_array().unwrap();
    all.iter().find(|stand| stand["basis"] == basis).unwrap_or_else(|| panic!("{basis}: {of}"))
}

/// D21, D22: 40 % of 700,000; under 30 % so far; at least 70,001 more, 8,750 a month from May on.
async fn a_bound_goes_through_to_the_pace(world: World) {
    let office = opened(world, "2024-05-01").await;
    let said = json!({
        "percent": "30", "percent_of": "base", "qualifier": "<", "as_of": "2024-04-30",
        "source": "Radar Banyumas, 24 April 2024",
    });
    result(&office, "cabang", "banyumas-workers-2024", said).await;
    let seen = standing(&office, "cabang", "banyumas-workers-2024", "2024-05-01").await;
    assert_eq!(
        (&seen["heads"]["value"], &seen["heads"]["qualifier"]),
        (&json!(280_000), &json!("="))
    );
    assert_eq!(seen["target"]["base"]["value"], 700_000);
    let stated = stand(&seen, "stated");
    let hedged = |name: &str| {
        (stated[name]["value"].clone(), stated[name]["qualifier"].as_str().unwrap().to_owned())
    };
    assert_eq!(hedged("at_hand"), (json!(210_000), "<".into()));
    assert_eq!(hedged("gap"), (json!(70_000), ">".into()));
    assert_eq!(stated["at_least"], 70_001);
    assert_eq!(hedged("pace_needed"), (json!(8_750), ">".into()));
    assert_eq!(stated["months_left"], json!(["2024-05", "2024-12"]));
    assert_eq!(
        text(&stated["gap"]["because"], "en"),
        "Target 280,000, there are less than 210,000: more than 70,000 are missing, so at least 70,001 more."
    );
    // Nobody is in the register: that is not recorded, and no zero.
    assert!(seen["stands"].as_array().unwrap().iter().all(|stand| stand["basis"] == "stated"));
    assert!(text(&seen, "not_recorded_en").contains("Not recorded"));
    assert_eq!(seen["chart"][0]["actual"], Value::Null);
    assert_eq!(seen["chart"].as_array().unwrap().len(), 12);
    assert_eq!(seen["chart"][11]["target"], 280_000);
    // The same before anybody sets a target.
    let asked = "/api/v1/targets/arithmetic?percent=40&base=700000&at_hand_percent=30\
                 &at_hand_qualifier=%3C&first=2024-05&last=2024-12";
    let reckoned = office.get("cabang", asked).await.of(200);
    assert_eq!(
        (&reckoned["heads"]["value"], &reckoned["at_least"]),
        (&json!(280_000), &json!(70_001))
    );
    assert_eq!(
        (&reckoned["pace"]["value"], &reckoned["pace"]["qualifier"]),
        (&json!(8_750), &json!(">"))
    );
    office.close().await;
}

/// E11, E12: 101,000 after 80,000 of which 20 % came; E06: four names for five areas.
async fn the_last_target_and_its_result_stand_beside_the_new_one(world: World) {
    let office = opened(world, "2022-05-23").await;
    let said = json!({
        "percent": "20", "percent_of": "target", "as_of": "2021-12-31",
        "source": "BANPOS, 23 Mei 2022",
    });
    result(&office, "pusat", "serang-bpu-2021", said).await;
    let seen = standing(&office, "pusat", "serang-bpu-2022", "2022-05-23").await;
    let before = &seen["previous"];
    assert_eq!(
        (&before["target"]["id"], &before["heads"]),
        (&json!("serang-bpu-2021"), &json!(80_000))
    );
    assert_eq!(before["growth"]["text"], "26.25");
    assert!(text(&before["growth"]["because"], "en").contains("+26.25 %"));
    let came = &before["results"][0];
    assert_eq!(
        (&came["result"]["value"], &came["shortfall"]["value"]),
        (&json!(16_000), &json!(64_000))
    );
    assert_eq!(came["times"]["text"], "6.3");
    // Written by the names people use, it is the same five areas.
    let form = json!({
        "area": "Serang Raya, Pandeglang, Lebak, Cilegon", "segment": "bpu", "heads": 101_000,
        "year": 2022, "owner": "Kantor cabang Serang", "document": "Rencana kerja 2022",
    });
    let made = office.post("pusat", "/api/v1/targets", form).await.of(201);
    let seen = standing(&office, "pusat", text(&made, "target"), "2022-05-23").await;
    assert_eq!(seen["target"]["area"], "36.01+36.02+36.04+36.72+36.73");
    assert_eq!(seen["target"]["said"], "Serang Raya, Pandeglang, Lebak, Cilegon");
    assert_eq!(seen["previous"]["target"]["id"], "serang-bpu-2021");
    let raya = office.get("pusat", "/api/v1/targets?area=Serang%20Raya").await.of(200);
    assert_eq!(raya["items"], json!([]), "two areas have no target of their own");
    office.close().await;
}

/// C02, C03: 70 million in 2026, 36 million now.
async fn the_nations_gap_its_factor_and_its_pace(world: World) {
    let office = opened(world, "2023-10-31").await;
    let said = json!({
        "heads": 36_000_000, "as_of": "2023-10-19", "source": "Media Indonesia, 19 Oktober 2023",
    });
    result(&office, "pusat", "indonesia-2026", said).await;
    let seen = standing(&office, "pusat", "indonesia-2026", "2023-10-31").await;
    assert_eq!(seen["target"]["owner"], "BPJS Ketenagakerjaan");
    assert!(text(&seen["target"], "source").contains("Klaten"));
    let stated = stand(&seen, "stated");
    assert_eq!(
        (&stated["gap"]["value"], &stated["factor"]["text"]),
        (&json!(34_000_000), &json!("1.944"))
    );
    assert_eq!(
        (&stated["pace_needed"]["value"], &stated["n_months_left"]),
        (&json!(894_737), &json!(38))
    );
    assert_eq!(stated["pace_needed"]["qualifier"], "=");
    office.close().await;
}

fn whole(more: Value) -> Value {
    let mut form = json!({
        "area": "33.02", "owner": "Kantor cabang Purwokerto", "document": "Rencana kerja",
    });
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    form
}

/// D11: a hope without a value or a date is a draft; it is corrected, never overwritten.
async fn a_hope_is_a_draft_until_it_has_a_value_and_a_date(world: World) {
    let office = opened(world, "2024-05-01").await;
    let hope = office.post("cabang", "/api/v1/targets", whole(json!({}))).await.of(201);
    assert_eq!(hope["state"], "draft");
    let id = text(&hope, "target");
    let seen = standing(&office, "cabang", id, "2024-05-01").await;
    assert_eq!((&seen["heads"], &seen["chart"]), (&Value::Null, &json!([])));
    assert!(text(&seen, "no_heads_en").contains("draft"));
    let half = whole(json!({ "heads": 300_000 }));
    assert_eq!(office.post("cabang", "/api/v1/targets", half).await.of(201)["state"], "draft");
    let path = format!("/api/v1/targets/{id}/correct");
    let target = whole(json!({ "heads": 300_000, "year": 2025 }));
    let silent = office.post("cabang", &path, json!({ "reason": "", "target": target })).await;
    assert_eq!(silent.code(422), "REASON");
    let why = json!({ "reason": "nilai dan tahun ditetapkan", "target": target });
    let set = office.post("cabang", &path, why.clone()).await.of(201);
    assert_eq!(set["state"], "set");
    assert_eq!(office.post("cabang", &path, why).await.code(409), "STATE");
    let old = standing(&office, "cabang", id, "2024-05-01").await;
    assert_eq!(
        (&old["target"]["state"], &old["target"]["reason"]),
        (&json!("replaced"), &json!("nilai dan tahun ditetapkan"))
    );
    let list = async |more: &str| {
        let path = format!("/api/v1/targets?area=33.02{more}");
        let page = office.get("cabang", &path).await.of(200);
        let ids = page["items"].as_array().unwrap().iter();
        ids.map(|target| text(target, "id").to_owned()).collect::<Vec<_>>()
    };
    assert!(list("&year=2025").await.contains(&text(&set, "target").to_owned()));
    assert!(!list("").await.contains(&id.to_owned()));
    assert_eq!(list("&state=replaced").await, [id]);
    let path = format!("/api/v1/targets/{}/withdraw", text(&set, "target"));
    let gone = office.post("cabang", &path, json!({ "reason": "dokumen dicabut" })).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(list("&state=withdrawn").await, [text(&set, "target")]);
    office.close().await;
}

async fn what_cannot_be_a_target_is_refused_with_the_way_out(world: World) {
    let office = opened(world, "2026-11-21").await;
    let refused = async |more: Value| office.post("cabang", "/api/v1/targets", whole(more)).await;
    let year = |mut more: Value| {
        more["year"] = json!(2024);
        more
    };
    let over = refused(year(json!({ "percent": "105", "of": "banyumas-workers-2024" }))).await;
    assert!(over.text.contains("100 %"), "{}", over.text);
    assert_eq!(over.code(422), "TARGET_OVER_100");
    let over = refused(year(json!({ "heads": 900_000, "of": "banyumas-workers-2024" }))).await;
    assert!(over.text.contains("128.6 %"), "{}", over.text);
    assert_eq!(over.code(422), "TARGET_OVER_100");
    // Also where no base was named, since one of these people is known.
    assert_eq!(refused(year(json!({ "heads": 900_000 }))).await.code(422), "TARGET_OVER_100");
    for (form, code) in [
        (json!({ "heads": 0 }), "NUMBER"),
        (json!({ "percent": "empat puluh" }), "NUMBER"),
        (json!({ "percent": "40", "heads": 5 }), "HEADS_OR_PERCENT"),
        (json!({ "percent": "40", "of": "tidak-ada" }), "NO_SUCH_BASE"),
        (json!({ "percent": "40", "of": "banyumas-rt-rw-2024" }), "BASE_OF_OTHERS"),
        (
            json!({ "heads": 5, "from_on": "2026-12-31", "until_on": "2026-01-01" }),
            "TARGET_BACKWARDS",
        ),
        (json!({ "heads": 5, "qualifier": "kira-kira" }), "UNKNOWN_WORD"),
        (json!({ "heads": 5, "counts": "lunas" }), "UNKNOWN_WORD"),
        (json!({ "heads": 5, "group": "bpd", "segment": "bpu" }), "COVERAGE_GROUP_WITH_SEGMENT"),
        (json!({ "heads": 5, "owner": "" }), "TEXT"),
        (json!({ "heads": 5, "area": "Negeri Antah" }), "AREA_UNKNOWN"),
    ] {
        assert_eq!(refused(form.clone()).await.code(422), code, "{form}");
    }
    let elsewhere =
        office.post("cabang.lain", "/api/v1/targets", whole(json!({ "heads": 5 }))).await;
    assert_eq!(elsewhere.status, 403, "{}", elsewhere.text);
    let there = office.get("cabang.lain", "/api/v1/targets/banyumas-workers-2024").await;
    assert_eq!(there.status, 403, "{}", there.text);
    assert_eq!(office.get("cabang", "/api/v1/targets/tidak-ada").await.code(404), "NO_SUCH_TARGET");
    // An area that was split: what began beside it is named.
    let db = office.world.db();
    for change in [
        "UPDATE area SET valid_to = '2026-07-01' WHERE code = '33.02.15'",
        "INSERT INTO area (code, level, kind, name, parent, search_name, valid_from, decree)
         VALUES ('33.02.98', 3, 'kecamatan', 'Cilongok Barat', '33.02', 'cilongok barat', '2026-07-01', 'contoh')",
    ] {
        raw(&db, change).await.unwrap();
    }
    let split = refused(json!({ "area": "33.02.15", "heads": 500, "year": 2027 })).await;
    assert!(split.text.contains("Cilongok Barat (33.02.98)"), "{}", split.text);
    assert_eq!(split.code(422), "AREA_ENDED");
    // Before the split it was an area like any other.
    let before = refused(json!({ "area": "33.02.15", "heads": 500, "year": 2025 })).await;
    assert_eq!(before.of(201)["state"], "set");
    office.close().await;
}

/// Our own count month by month, the pace it has, the card on home: one definition.
async fn the_chart_is_counted_from_what_was_paid(world: World) {
    let office = opened(world, "2026-08-03").await;
    office.hire("desa", "village_clerk", Some("33.02.15.2006")).await;
    office.hire("bank", "integrator", None).await;
    let enrol = async |day: &str, n: usize, months: u32| {
        office.at(day);
        let name = ["Satu Contoh", "Dua Contoh", "Tiga Contoh"][n - 1];
        let form =
            somebody(&format!("330215050779000{n}"), name, "1979-07-05", "petani padi", 900_000);
        let member = text(&office.enrol("desa", form).await, "membership").to_owned();
        let code = office.code("desa", &member, months).await;
        let (amount, reference) = (code["amount"].as_i64().unwrap(), format!("R{n}"));
        let _ = office.pay("bank", &reference, &code["code"], amount, None).await.of(201);
    };
    enrol("2026-08-03", 1, 1).await;
    enrol("2026-09-02", 2, 3).await;
    enrol("2026-11-05", 3, 1).await;
    office.at("2026-11-21");
    let set = async |more: Value| {
        let made = office.post("cabang", "/api/v1/targets", whole(more)).await.of(201);
        text(&made, "target").to_owned()
    };
    let active =
        set(json!({ "heads": 12, "from_on": "2026-08-01", "until_on": "2026-12-31" })).await;
    let new = set(json!({
        "heads": 10, "counts": "new", "segment": "bpu", "from_on": "2026-09-01", "until_on": "2026-12-31",
    }))
    .await;
    let seen = standing(&office, "cabang", &active, "2026-11-21").await;
    let series = |seen: &Value, name: &str| {
        let points = seen["chart"].as_array().unwrap().iter();
        points.map(|point| point[name].clone()).collect::<Vec<_>>()
    };
    // August one, September two less the first one in grace, and so on; December is to come.
    let actual = [json!(1), json!(1), json!(1), json!(2), Value::Null];
    assert_eq!(series(&seen, "actual"), actual);
    assert_eq!(series(&seen, "target"), [3, 5, 8, 10, 12].map(|n| json!(n)));
    assert_eq!(series(&seen, "last_year"), [const { Value::Null }; 5]);
    let own = stand(&seen, "counted");
    assert_eq!((&own["at_hand"]["value"], &own["gap"]["value"]), (&json!(2), &json!(10)));
    assert_eq!((&own["pace_needed"]["value"], &own["n_months_left"]), (&json!(5), &json!(2)));
    let seen = standing(&office, "cabang", &new, "2026-11-21").await;
    assert_eq!(series(&seen, "came"), [json!(1), json!(0), json!(1), Value::Null]);
    assert_eq!(series(&seen, "actual"), [json!(1), json!(1), json!(2), Value::Null]);
    // A past day is as it was then.
    let then = standing(&office, "cabang", &active, "2026-09-30").await;
    assert_eq!(stand(&then, "counted")["at_hand"]["value"], 1);
    assert_eq!(series(&then, "actual")[2], Value::Null);
    let mine = office.get("cabang", "/api/v1/targets/mine").await.of(200);
    let card =
        mine["items"].as_array().unwrap().iter().find(|card| card["target"] == *active).unwrap();
    assert_eq!(
        (&card["at_hand"], &card["missing"], &card["a_month"]),
        (&json!(2), &json!(10), &json!(5))
    );
    assert_eq!((&card["percent"], &card["line_now"]), (&json!("16.7"), &json!(10)));
    assert!(text(card, "definition_id").ends_with("yang aktif pada hari terakhir."), "{card}");
    assert_eq!(office.get("cabang.lain", "/api/v1/targets/mine").await.of(200)["items"], json!([]));
    // Merged or not, the count is the same.
    insight::merge_changes(&office.world.db(), 500).await.unwrap();
    let again = standing(&office, "cabang", &active, "2026-11-21").await;
    assert_eq!(series(&again, "actual"), actual);
    office.close().await;
}

proofs::on_both![
    a_bound_goes_through_to_the_pace,
    the_last_target_and_its_result_stand_beside_the_new_one,
    the_nations_gap_its_factor_and_its_pace,
    a_hope_is_a_draft_until_it_has_a_value_and_a_date,
    what_cannot_be_a_target_is_refused_with_the_way_out,
    the_chart_is_counted_from_what_was_paid,
];
