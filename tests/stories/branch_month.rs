//! A branch's month and its villages' badges over HTTP: counted, defined, printed, as of then.

use crate::office::{Office, somebody, text};
use proofs::{World, client::Call};
use serde_json::{Value, json};

const VILLAGE: &str = "33.02.15.2006";

async fn opened(world: World) -> Office {
    let office = Office::open(world, "2026-08-03").await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("cabang.lain", "branch_staff", Some("33.03")).await;
    office.hire("desa", "village_clerk", Some(VILLAGE)).await;
    office.hire("bank", "integrator", None).await;
    office
}

fn person(n: usize) -> Value {
    let name = ["Satu Contoh", "Dua Contoh", "Tiga Contoh", "Empat Contoh"][n - 1];
    somebody(&format!("330215050779000{n}"), name, "1979-07-05", "petani padi", 900_000)
}

/// Enrols somebody on a day and pays for some months; person and membership.
async fn member(office: &Office, day: &str, n: usize, months: u32) -> (String, String) {
    office.at(day);
    let enrolled = office.enrol("desa", person(n)).await;
    let membership = text(&enrolled, "membership").to_owned();
    pay(office, &membership, months, &format!("R{n}-{day}")).await;
    (text(&enrolled, "person").to_owned(), membership)
}

async fn pay(office: &Office, membership: &str, months: u32, reference: &str) {
    let code = office.code("desa", membership, months).await;
    let amount = code["amount"].as_i64().unwrap();
    let _ = office.pay("bank", reference, &code["code"], amount, None).await.of(201);
}

async fn month(office: &Office, who: &str, more: &str) -> Value {
    office.get(who, &format!("/api/v1/reports/month?{more}")).await.of(200)
}

fn line(of: &Value) -> [i64; 6] {
    ["active_before", "new", "reactivated", "lapsed", "net_active", "active"]
        .map(|name| of[name].as_i64().unwrap_or_else(|| panic!("no {name} in {of}")))
}

fn find<'a>(report: &'a Value, part: &str, key: &str) -> &'a Value {
    let all = report[part].as_array().unwrap();
    all.iter()
        .find(|line| line["key"] == key)
        .unwrap_or_else(|| panic!("{key} in {part}: {report}"))
}

async fn a_month_is_counted_defined_and_the_same_whenever_it_is_asked(world: World) {
    let office = opened(world).await;
    // One pays for August only, one through October, one joins in September; the first lapses in
    // December and is back in the same month.
    let (_, first) = member(&office, "2026-08-03", 1, 1).await;
    let _ = member(&office, "2026-08-10", 2, 3).await;
    let _ = member(&office, "2026-09-07", 3, 1).await;
    office.at("2026-09-20");
    let goal = json!({
        "area": "33.02", "segment": "bpu", "heads": 40, "year": 2026, "owner": "Kantor cabang",
        "document": "Rencana kerja 2026",
    });
    let _ = office.post("cabang", "/api/v1/targets", goal).await.of(201);
    let held = office.pay("bank", "SALAH", &json!("900000000000018"), 8_400, None).await;
    assert!(held.status < 300, "{}", held.text);
    let asked = "area=33.02&month=2026-09";
    let seen = month(&office, "cabang", asked).await;
    assert_eq!((&seen["as_of"], &seen["area"]), (&json!("2026-09-20"), &json!("33.02")));
    assert_eq!(line(&seen["whole"]), [2, 1, 0, 0, 0, 2]);
    assert_eq!(seen["whole"]["grace"], 1);
    let bpu = find(&seen, "by_segment", "bpu");
    assert_eq!((line(bpu), &bpu["target"]), ([2, 1, 0, 0, 0, 2], &json!(40)));
    assert_eq!(line(find(&seen, "by_payer", "self")), [2, 1, 0, 0, 0, 2]);
    assert_eq!(seen["level"], "village");
    assert_eq!(line(find(&seen, "by_area", VILLAGE)), [2, 1, 0, 0, 0, 2]);
    assert_eq!(
        seen["by_area"].as_array().unwrap().len(),
        1,
        "villages without anybody are left out"
    );
    let money = &seen["contributions"];
    assert_eq!(
        (&money["due"], &money["paid"], &money["unpaid"]),
        (&json!(3), &json!(2), &json!(1))
    );
    assert_eq!(
        money["received"],
        json!([{ "payer": "self", "months": 1, "members": 1, "amount": 8_400 }])
    );
    assert_eq!(
        (&money["unmatched"]["n"], &money["unmatched_nowhere"]["n"]),
        (&json!(0), &json!(1))
    );
    assert_eq!((&seen["events"]["n_events"], &seen["events"]["people"]), (&json!(0), &Value::Null));
    assert_eq!(
        (&seen["events"]["districts_reached"], &seen["events"]["districts_of"]),
        (&json!(0), &json!(27))
    );
    for it in seen["definitions"].as_array().unwrap() {
        assert!(text(it, "id").len() > 20 && text(it, "en").len() > 20, "{it}");
    }
    // December: the first lapses on the first day, and is back with a second spell.
    office.at("2026-12-15");
    let renewed = format!("/api/v1/memberships/{first}/renew");
    let intake = json!({
        "is_working": true, "attested_by": "Ketua RT 03", "attester_role": "rt_head",
        "statement": "menggarap sawah setiap pagi",
    });
    let _ = office.post("desa", &renewed, intake).await.of(200);
    pay(&office, &first, 1, "KEMBALI").await;
    insight::merge_changes(&office.world.db(), 500).await.unwrap();
    let december = month(&office, "cabang", "area=33.02&month=2026-12").await;
    assert_eq!(december["whole"]["reactivated"], 1, "{december}");
    assert_eq!(december["whole"]["lapsed"], 1, "{december}");
    // September is what it was at its end, however late it is asked for.
    let again = month(&office, "cabang", asked).await;
    assert_eq!(again["as_of"], "2026-09-30");
    assert_eq!((&again["whole"], &again["by_area"]), (&seen["whole"], &seen["by_area"]));
    refused(&office).await;
    printed(&office, asked).await;
    office.close().await;
}

async fn refused(office: &Office) {
    let elsewhere = office.get("cabang.lain", "/api/v1/reports/month?area=33.02").await;
    assert_eq!(elsewhere.status, 403, "{}", elsewhere.text);
    let later = office.get("cabang", "/api/v1/reports/month?area=33.02&month=2027-01").await;
    assert_eq!(later.code(422), "DAYS");
    let format = office.get("cabang", "/api/v1/reports/month?area=33.02&format=pdf").await;
    assert_eq!(format.code(422), "UNKNOWN_WORD");
    let nowhere = office.get("cabang", "/api/v1/reports/month?area=Negeri%20Antah").await;
    assert_eq!(nowhere.code(422), "AREA_UNKNOWN");
}

/// The same numbers as a sheet and on paper.
async fn printed(office: &Office, asked: &str) {
    let csv = office.get("cabang", &format!("/api/v1/reports/month?{asked}&format=csv")).await;
    assert_eq!(csv.status, 200);
    assert!(csv.head.to_lowercase().contains("laporan-33.02-2026-09.csv"), "{}", csv.head);
    let of =
        |start: &str| csv.text.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert_eq!(of("segment,bpu"), "segment,bpu,bpu,40,active,2,1,0,0,0,2,1,,");
    assert!(of("definition,lapsed").contains("beyond grace"), "{}", csv.text);
    let xlsx = office.get("cabang", &format!("/api/v1/reports/month?{asked}&format=xlsx")).await;
    assert_eq!(xlsx.status, 200);
    let call = Call::new("GET", &format!("/laporan/bulan?{asked}&lang=id"));
    let page = office.send(call.token(&office.token("cabang").await)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for said in ["September 2026", "Arti setiap angka", "Menurut segmen", "tidak dicatat"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
}

async fn base(office: &Office, group: Option<&str>, value: i64) {
    let form = json!({
        "area": VILLAGE, "group": group, "value": value, "basis": "head_count",
        "definition_id": "menurut SK desa", "definition_en": "by the village's decree",
        "source": "SK Kepala Desa 4/2026", "publisher": "Pemerintah Desa", "valid_from": "2026-01-01",
    });
    let _ = office.post("cabang", "/api/v1/coverage/denominators", form).await.of(201);
}

async fn threshold(office: &Office, criterion: &str, percent: Option<&str>, months: Option<i64>) {
    let form = json!({
        "area": "33.02", "criterion": criterion, "percent": percent, "months": months,
        "from_on": "2026-01-01", "document": "SK Kepala Cabang 3/2026",
    });
    let _ = office.post("cabang", "/api/v1/badge-thresholds", form).await.of(201);
}

async fn on_roster(office: &Office, person: &str, group: &str) {
    let path = format!("/api/v1/people/{person}/groups/join");
    let form = json!({ "group": group, "area": VILLAGE, "on": "2026-08-03", "source": "SK desa" });
    let joined = office.post("cabang", &path, form).await;
    assert!(joined.status < 300, "{}", joined.text);
}

/// The badge is earned, given with an end, and says what failed when it is earned no more.
async fn a_badge_is_computed_given_and_computed_again(world: World) {
    let office = opened(world).await;
    let badge = format!("/api/v1/badges/{VILLAGE}");
    let seen = office.get("cabang", &badge).await.of(200);
    assert_eq!((&seen["standing"], &seen["award"]), (&json!("unknown"), &Value::Null));
    let (head, _) = member(&office, "2026-08-03", 1, 1).await;
    let (council, _) = member(&office, "2026-08-03", 2, 12).await;
    on_roster(&office, &head, "village_official").await;
    on_roster(&office, &council, "bpd").await;
    base(&office, Some("village_official"), 1).await;
    base(&office, Some("bpd"), 1).await;
    base(&office, None, 10).await;
    // Reported somewhere, confirmed nowhere: nothing is asked until the office asks it.
    let asked = office.get("cabang", "/api/v1/badge-thresholds").await.of(200);
    let officials = &asked["items"][0];
    assert_eq!(
        (&officials["criterion"], &officials["by_law"]),
        (&json!("officials_share"), &Value::Null)
    );
    assert_eq!(
        (&officials["reported"][0]["value"], &officials["reported"][0]["status"]),
        (&json!("100 %"), &json!("unconfirmed"))
    );
    let award = format!("{badge}/award");
    let form = json!({ "document": "SK Kepala Cabang 7/2026" });
    assert_eq!(office.post("cabang", &award, form.clone()).await.code(409), "BADGE_NOT_EARNED");
    let over = json!({
        "area": "33.02", "criterion": "officials_share", "percent": "101", "from_on": "2026-01-01",
        "document": "SK",
    });
    assert_eq!(
        office.post("cabang", "/api/v1/badge-thresholds", over).await.code(422),
        "TARGET_OVER_100"
    );
    threshold(&office, "officials_share", Some("100"), None).await;
    threshold(&office, "workers_share", Some("30"), None).await;
    let seen = office.get("cabang", &badge).await.of(200);
    assert_eq!(seen["standing"], "near");
    let of = |seen: &Value, at: usize| seen["criteria"][at].clone();
    let officials = of(&seen, 0);
    assert_eq!(
        (&officials["active"], &officials["base"], &officials["holds"]),
        (&json!(2), &json!(2), &json!(true))
    );
    assert_eq!(officials["asked_because"]["status"], "unconfirmed");
    let workers = of(&seen, 2);
    assert_eq!(
        (&workers["share"]["text"], &workers["needed"], &workers["missing"]),
        (&json!("20.0"), &json!(3), &json!(1))
    );
    assert_eq!(of(&seen, 1)["asked"], Value::Null);
    let near = office.get("cabang", "/api/v1/badges?area=33.02&standing=near").await.of(200);
    assert_eq!(near["items"][0]["village"], VILLAGE);
    let early = office.post("cabang", &award, form.clone()).await;
    assert!(early.text.contains("kurang 1"), "{}", early.text);
    assert_eq!(early.code(409), "BADGE_NOT_EARNED");
    let _ = member(&office, "2026-08-20", 3, 12).await;
    assert_eq!(office.post("cabang", &award, form.clone()).await.code(422), "NUMBER");
    threshold(&office, "valid_months", None, Some(12)).await;
    assert_eq!(office.post("cabang.lain", &award, form.clone()).await.status, 403);
    let given = office.post("cabang", &award, form.clone()).await.of(201);
    assert_eq!(
        (&given["badge_holds"], &given["award"]["expires_on"]),
        (&json!(true), &json!("2027-08-20"))
    );
    assert_eq!(given["award"]["evidence"][2]["share"], "30.0");
    assert_eq!(office.post("cabang", &award, form).await.code(409), "BADGE_HELD");
    // The head stops paying: the badge is in force and not earned any more, and says why.
    office.at("2026-09-05");
    let seen = office.get("cabang", &badge).await.of(200);
    assert_eq!(
        (&seen["badge_holds"], &seen["award"]["state"]),
        (&json!(false), &json!("in_force"))
    );
    assert!(
        text(&seen, "failed_en").contains("village officials and council: 1 of 2")
            || text(&seen, "failed_en").contains("Village officials"),
        "{seen}"
    );
    let failing = office
        .get("cabang", "/api/v1/badges?area=Kabupaten%20Banyumas&standing=failing")
        .await
        .of(200);
    assert_eq!(failing["items"].as_array().unwrap().len(), 1);
    assert_eq!(office.get("cabang.lain", "/api/v1/badges?area=33.02").await.status, 403);
    let gone = json!({ "reason": "perangkat berhenti membayar" });
    let seen = office.post("cabang", &format!("{badge}/withdraw"), gone.clone()).await.of(200);
    assert_eq!(seen["award"]["state"], "withdrawn");
    assert_eq!(office.post("cabang", &format!("{badge}/withdraw"), gone).await.code(409), "STATE");
    // As of then it was in force and earned.
    let then = office.get("cabang", &format!("{badge}?as_of=2026-08-25")).await.of(200);
    assert_eq!((&then["standing"], &then["badge_holds"]), (&json!("holds"), &json!(true)));
    office.close().await;
}

proofs::on_both![
    a_month_is_counted_defined_and_the_same_whenever_it_is_asked,
    a_badge_is_computed_given_and_computed_again,
];
