//! The office app at work: home, the work list, the payments desk, proofs as a job, one bill for a list.

use crate::{
    office::{Office, text},
    office_search::{branch, enrolled},
};
use db::Dialect;
use proofs::{World, client::Call, raw};
use serde_json::{Value, json};

const VILLAGE: &str = "33.02.15.2006";

/// Person number n who pays so many months today; the membership.
async fn payer(office: &Office, n: u32, name: &str, months: u32) -> String {
    let one = enrolled(office, n, name, &format!("08123456{n}")).await;
    let membership = text(&one, "membership").to_owned();
    let code = office.code("desa", &membership, months).await;
    let amount = code["amount"].as_i64().unwrap();
    let _ = office.pay("bank", &format!("P-{n}"), &code["code"], amount, None).await.of(201);
    membership
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| text(item, "name")).collect()
}

async fn who_runs_out_is_on_the_work_list_and_on_home(world: World) {
    let office = branch(world, "2026-07-06").await;
    payer(&office, 9001, "Ani Lewat", 1).await;
    payer(&office, 9002, "Budi Terakhir", 2).await;
    payer(&office, 9003, "Citra Tenggang", 4).await;
    payer(&office, 9004, "Dewi Habis", 5).await;
    payer(&office, 9005, "Eka Aman", 8).await;
    office.at("2026-11-24");
    let due = "/api/v1/memberships/due";
    let work = office.get("cabang", due).await.of(200);
    assert_eq!(names(&work), ["Budi Terakhir", "Citra Tenggang", "Dewi Habis"], "{work}");
    let first = &work["items"][0];
    assert_eq!((text(first, "state"), text(first, "paid_until")), ("grace3", "2026-08-31"));
    assert_eq!(text(first, "protected_until"), "2026-11-30");
    assert_eq!((&first["months_missed"], text(first, "next_month")), (&json!(3), "2026-09"));
    assert_eq!(text(first, "phone"), "+628123456_9002".replace('_', ""));
    let price = first["month_price"].as_i64().unwrap();
    assert!(first["to_pay_up"].as_i64().unwrap() >= price, "{first}");
    for (query, expected) in [
        ("state=running_out", vec!["Dewi Habis"]),
        ("state=grace", vec!["Budi Terakhir", "Citra Tenggang"]),
        ("state=lapsed", vec!["Ani Lewat"]),
        ("until=2026-08-31", vec!["Budi Terakhir"]),
        ("from=2026-10-01&until=2026-11-30", vec!["Citra Tenggang", "Dewi Habis"]),
        ("area=33.02.15.2007", vec![]),
    ] {
        let page = office.get("cabang", &format!("{due}?{query}")).await.of(200);
        assert_eq!(names(&page), expected, "{query}");
    }
    // Page by page it is the same list.
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = office.get("desa", &format!("{due}?limit=1{after}")).await.of(200);
        paged.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(paged, ["Budi Terakhir", "Citra Tenggang", "Dewi Habis"]);
    let sheet = office.get("cabang", &format!("{due}?format=csv")).await;
    assert_eq!((sheet.status, sheet.text.lines().count()), (200, 4), "{}", sheet.text);
    assert!(sheet.text.contains("'+6281234569002"), "{}", sheet.text);
    assert_eq!(office.get("cabang", &format!("{due}?state=x")).await.status, 400);
    assert_eq!(office.get("desa", &format!("{due}?area=33.02")).await.status, 403);
    home(&office).await;
    office.close().await;
}

async fn home(office: &Office) {
    let home = office.get("cabang", "/api/v1/home").await.of(200);
    assert_eq!(home["scope"][0]["code"], "33.02");
    let members = &home["members"];
    // The month ends within seven days: who is in the last month of grace lapses with it.
    assert_eq!(members["lapsing_within_7_days"]["count"], 1, "{members}");
    assert_eq!(members["lapsing_this_month"]["count"], 1);
    assert_eq!(members["lapsing_this_month"]["first"][0]["name"], "Budi Terakhir");
    assert_eq!(members["running_out_this_month"]["count"], 1, "{members}");
    assert_eq!(members["running_out_this_month"]["first"][0]["name"], "Dewi Habis");
    assert_eq!(members["lapsed_last_30_days"]["count"], 1, "{members}");
    assert_eq!(members["lapsed_last_30_days"]["first"][0]["name"], "Ani Lewat");
    assert_eq!(home["held"], Value::Null, "held money is finance's");
    assert_eq!(home["lists"], json!([]));
    assert_eq!(home["coverage"]["share"]["numerator"], 2, "{}", home["coverage"]);
    assert!(home["coverage"]["share"]["definition_id"].is_string());
    assert!(home["duplicates"]["area"] == "33.02", "{}", home["duplicates"]);
    let narrow = office.get("cabang", "/api/v1/home?area=33.02.15.2007").await.of(200);
    assert_eq!(narrow["members"]["lapsing_this_month"]["count"], 0);
    assert_eq!(narrow["members"]["lapsing_this_month"]["first"], json!([]));
    // Money without a bill waits for finance, who sees how long.
    let lost = office.pay("bank", "HILANG", &json!("111111111111111"), 5_000, None).await;
    assert_eq!(lost.status, 202, "{}", lost.text);
    let home = office.get("uang", "/api/v1/home").await.of(200);
    assert_eq!((&home["held"]["count"], &home["held"]["amount"]), (&json!(1), &json!(5_000)));
    assert_eq!(home["held"]["by_owner"][0]["within_a_day"], 1);
    assert_eq!((&home["scope"], &home["duplicates"]), (&Value::Null, &Value::Null));
    // What a phone sent and nobody could decide waits where the phone belongs.
    let branch = office.get("cabang", "/api/v1/home").await.of(200);
    assert_eq!(branch["captures"], json!({ "count": 0, "oldest": null }));
    a_capture_waits(office).await;
    let branch = office.get("cabang", "/api/v1/home").await.of(200);
    assert_eq!(branch["captures"]["count"], 1, "{}", branch["captures"]);
    assert!(branch["captures"]["oldest"].is_string());
    let narrow = office.get("cabang", "/api/v1/home?area=33.02.15.2007").await.of(200);
    assert_eq!(narrow["captures"]["count"], 0);
    // A machine has a home too, with nothing in it.
    let machine = office.get("bank", "/api/v1/home").await.of(200);
    assert_eq!((&machine["members"], &machine["coverage"]), (&Value::Null, &Value::Null));
}

/// A phone of the village and a capture of it that needs a person, put there as they lie in the
/// database.
async fn a_capture_waits(office: &Office) {
    let db = office.world.db();
    let (id, bytes, instant, json) = match db.dialect() {
        Dialect::Sqlite => ("x'00000000000000000000000000000001'", "x'00'", "0", "'[]'"),
        Dialect::Postgres => ("'00000000-0000-0000-0000-000000000001'", "'\\x00'", "now()", "'[]'"),
    };
    let holder = "(SELECT id FROM app_user WHERE login = 'desa')";
    for row in [
        format!(
            "INSERT INTO device (id, holder, area, public_key, token_hash, label, status, registered_at, registered_by, seen_at, app_version, persisted) VALUES ({id}, {holder}, '{VILLAGE}', {bytes}, {bytes}, 'HP', 'active', {instant}, {holder}, {instant}, '1', 1)"
        ),
        format!(
            "INSERT INTO capture (id, device, store_epoch, seq, kind, v, actor, depends_on, sha256, sealed, sig, digest, well_formed, received_at, transport, brought_by, device_status, outcome, attempts) VALUES ({id}, {id}, {id}, 1, 'enrol', 1, {id}, {json}, {bytes}, {bytes}, {bytes}, {bytes}, 1, {instant}, 'push', {id}, 'active', 'needs_review', 1)"
        ),
    ] {
        raw(&db, &row)
            .await
            .unwrap_or_else(|e| panic!("{row}: {e} {:?}", std::error::Error::source(&e)));
    }
}

async fn the_payments_desk_reads_codes_and_takes_them_back(world: World) {
    let office = branch(world, "2026-11-10").await;
    let one = enrolled(&office, 9001, "Siti Aminah", "081234567801").await;
    let membership = text(&one, "membership");
    let path = |what: &str| format!("/api/v1/memberships/{membership}/{what}");
    let prices = office.get("desa", &path("prices?months=3")).await.of(200);
    assert_eq!((&prices["price"], &prices["can_open_code"]), (&json!(33_600), &json!(true)));
    assert_eq!(text(&prices, "covered_until"), "2027-01-31");
    assert!(prices["because"][0]["parts"].is_array(), "{prices}");
    assert_eq!(office.get("desa", &path("prices?months=13")).await.code(422), "MONTHS");
    let code = office.code("desa", membership, 3).await;
    let code = text(&code, "code");
    let at_code = format!("/api/v1/codes/{code}");
    let seen = office.get("desa", &at_code).await.of(200);
    assert_eq!((text(&seen, "name"), text(&seen, "state")), ("Siti Aminah", "open"));
    assert_eq!((&seen["amount"], text(&seen, "last_month")), (&json!(33_600), "2027-01"));
    // A till sees for whom it is, masked; another village sees nothing.
    let till = office.get("bank", &at_code).await.of(200);
    assert_eq!((text(&till, "name"), &till["name_is_masked"]), ("S*** A***", &json!(true)));
    assert_eq!(office.get("desa.lain", &at_code).await.code(404), "NO_SUCH_CODE");
    assert_eq!(office.get("desa", "/api/v1/codes/123").await.code(404), "NO_SUCH_CODE");
    let cancel = format!("{at_code}/cancel");
    assert_eq!(office.post("desa", &cancel, json!({ "reason": " " })).await.code(422), "MISSING");
    assert_eq!(
        office.post("bank", &cancel, json!({ "reason": "x" })).await.code(404),
        "NO_SUCH_CODE"
    );
    let gone = office.post("desa", &cancel, json!({ "reason": "salah bulan" })).await.of(200);
    assert_eq!(gone["state"], "cancelled");
    let again = office.post("desa", &cancel, json!({ "reason": "salah bulan" })).await;
    assert_eq!(again.code(409), "CODE_NOT_OPEN");
    let seen = office.get("desa", &at_code).await.of(200);
    assert_eq!(seen["cancelled"]["reason"], "salah bulan");
    // Money that comes for it all the same is held, not lost.
    let late = office.pay("bank", "TELAT", &json!(code), 33_600, None).await.of(202);
    assert_eq!(late["state"], "held");
    let new = office.code("desa", membership, 1).await;
    let _ = office.pay("bank", "TEPAT", &new["code"], 8_400, None).await.of(201);
    let payments = office.get("desa", &path("payments")).await.of(200);
    let payments = payments["items"].as_array().unwrap();
    let posted: Vec<_> = payments.iter().filter(|it| it["state"] == "posted").collect();
    assert_eq!((posted.len(), &posted[0]["months"]), (1, &json!(["2026-11"])), "{payments:?}");
    assert!(text(posted[0], "receipt").len() == 14);
    let codes = office.get("desa", &path("codes")).await.of(200);
    let states: Vec<&str> =
        codes["items"].as_array().unwrap().iter().map(|code| text(code, "state")).collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&"paid") && states.contains(&"cancelled"), "{states:?}");
    office.close().await;
}

async fn proofs_run_beside_the_requests_and_are_kept(world: World) {
    let office = branch(world, "2026-11-10").await;
    payer(&office, 9001, "Siti Aminah", 3).await;
    let last = "/api/v1/check/last";
    let before = office.get("periksa", last).await.of(200);
    assert_eq!((&before["running"], &before["last"]), (&Value::Null, &Value::Null));
    assert_eq!(office.get("cabang", last).await.status, 403);
    assert_eq!(office.post("cabang", "/api/v1/check", json!({})).await.status, 403);
    let begun = office.post("periksa", "/api/v1/check", json!({})).await.of(202);
    assert!(begun["running"].is_null() || begun["running"]["of"] == 4, "{begun}");
    let mut kept = Value::Null;
    for _ in 0..200 {
        let standing = office.get("periksa", last).await.of(200);
        if standing["running"].is_null() {
            kept = standing["last"].clone();
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!((&kept["ok"], &kept["who"]["name"]), (&json!(true), &json!("periksa")), "{kept}");
    assert!(kept["invariants"].as_array().unwrap().len() > 10);
    office.close().await;
}

const LIST: &str = "nik,nama,tanggal_lahir,kode_desa,pekerjaan\r\n\
3302155507809101,Ani Demo,1980-07-15,33.02.15.2006,pedagang-pasar\r\n\
3302155507809102,Budi Demo,1980-07-15,33.02.15.2006,pedagang-pasar\r\n\
12,Citra Demo,1980-07-15,33.02.15.2006,pedagang-pasar\r\n";

async fn one_bill_for_a_list(world: World) {
    let office = branch(world, "2026-11-10").await;
    let call = Call::new("POST", &format!("/api/v1/lists?area={VILLAGE}&payer=apbdes"))
        .header("Content-Disposition", "attachment; filename=\"perangkat.csv\"")
        .token(&office.token("desa").await)
        .body("text/csv", LIST.as_bytes().to_vec());
    let list = office.send(call).await.of(201);
    assert_eq!((&list["n_accepted"], &list["n_refused"]), (&json!(2), &json!(1)), "{list}");
    assert_eq!(list["percent"], 100);
    let path = |what: &str| format!("/api/v1/lists/{}{what}", text(&list, "id"));
    assert_eq!(office.get("desa", &path("")).await.of(200)["percent"], 100);
    // Home shows the list until its refused row is mended.
    let home = office.get("desa", "/api/v1/home").await.of(200);
    assert_eq!(home["lists"][0]["n_refused"], 1, "{}", home["lists"]);
    let empty = office.get("desa", &path("/bill")).await.of(200);
    assert_eq!((&empty["total"], &empty["items"]), (&json!(0), &json!([])));
    let opened = office.post("desa", &path("/codes"), json!({ "months": 2 })).await.of(201);
    assert_eq!(opened["n_opened"], 2, "{opened}");
    let again = office.post("desa", &path("/codes"), json!({ "months": 2 })).await.of(201);
    assert_eq!((&again["n_opened"], &again["n_open_already"]), (&json!(0), &json!(2)));
    assert_eq!(
        office.post("desa", &path("/codes"), json!({ "months": 0 })).await.code(422),
        "MONTHS"
    );
    let bill = office.get("desa", &path("/bill")).await.of(200);
    let items = bill["items"].as_array().unwrap();
    let sum: i64 = items.iter().map(|line| line["amount"].as_i64().unwrap()).sum();
    assert_eq!((items.len(), &bill["total"]), (2, &json!(sum)));
    assert_eq!(bill["total"], opened["amount"]);
    assert_eq!(text(&items[0], "name"), "Ani Demo");
    let amount = items[0]["amount"].as_i64().unwrap();
    let _ = office.pay("bank", "ANI", &items[0]["code"], amount, None).await.of(201);
    let bill = office.get("desa", &path("/bill?limit=1")).await.of(200);
    assert_eq!((&bill["n_paid"], &bill["paid"]), (&json!(1), &json!(amount)));
    assert_eq!((&bill["n_open"], &bill["total"]), (&json!(1), &json!(sum - amount)));
    assert!(bill["next"].is_string(), "{bill}");
    let sheet = office.get("desa", &path("/bill?format=csv")).await;
    assert_eq!(sheet.text.lines().count(), 4, "{}", sheet.text);
    assert!(sheet.text.contains(&format!("total,,,,,,{},,", sum - amount)), "{}", sheet.text);
    assert_eq!(office.get("desa.lain", &path("/bill")).await.status, 404);
    for (file, magic) in [
        ("/result.xlsx", "PK"),
        ("/refused.xlsx", "PK"),
        ("/result.csv", "\u{feff}nik"),
        ("/refused.csv", "\u{feff}nik"),
    ] {
        let answer = office.get("desa", &path(file)).await;
        assert!(answer.status == 200 && answer.text.starts_with(magic), "{file}: {}", answer.text);
    }
    // Who did not hand it in, or comes after a restart, gets rows, outcomes and sentences.
    let kept = office.get("cabang", &path("/result.csv")).await;
    assert_eq!((kept.status, kept.text.lines().count()), (200, 4), "{}", kept.text);
    assert!(!kept.text.contains("Ani Demo"), "{}", kept.text);
    assert!(office.get("cabang", &path("/result.xlsx")).await.text.starts_with("PK"));
    office.close().await;
}

proofs::on_both![
    who_runs_out_is_on_the_work_list_and_on_home,
    the_payments_desk_reads_codes_and_takes_them_back,
    proofs_run_beside_the_requests_and_are_kept,
    one_bill_for_a_list,
];
