//! Coverage one level below, for the map and its table: every area, its base and target, its sheet,
//! its outlines, and nobody counted who is not there.

use crate::{
    office::{Office, text},
    public::counted,
};
use proofs::{World, client::Call};
use serde_json::{Value, json};

async fn counted_office(world: World) -> Office {
    let office = Office::open(world, "2026-11-10").await;
    office.hire("pusat", "branch_staff", None).await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("bank", "integrator", None).await;
    let people = [
        ("3302155507909001", "33.02.15.2006"),
        ("3302155507909002", "33.02.15.2006"),
        ("3302155507909003", "33.02.14.2001"),
        ("3310155507909004", "33.10.01.2001"),
    ];
    for (n, (nik, village)) in people.into_iter().enumerate() {
        let enrolled = office.enrol("pusat", counted(nik, village)).await;
        if n < 2 {
            let code = office.code("pusat", text(&enrolled, "membership"), 1).await;
            let _ = office.pay("bank", &format!("T-{n}"), &code["code"], 8_400, None).await.of(201);
        }
    }
    let system = office.world.system();
    insight::merge_changes(&system.db, 500).await.unwrap();
    office
}

fn of<'a>(children: &'a Value, code: &str) -> &'a Value {
    let items = children["items"].as_array().unwrap();
    items.iter().find(|item| item["code"] == code).unwrap_or_else(|| panic!("no {code}"))
}

const CHILDREN: &str = "/api/v1/coverage/children";

async fn every_area_below_is_counted_with_its_base_and_target(world: World) {
    let office = counted_office(world).await;
    let nation = office.get("pusat", CHILDREN).await.of(200);
    assert_eq!(nation["items"].as_array().unwrap().len(), 38);
    let province = of(&nation, "33");
    assert_eq!(
        (&province["name"], &province["active"], &province["registered"]),
        (&json!("Jawa Tengah"), &json!(2), &json!(4))
    );
    assert!(nation.get("elsewhere").is_none(), "{}", nation["elsewhere"]);
    let inside = office.get("pusat", &format!("{CHILDREN}?area=33&as_of=2026-11-10")).await.of(200);
    let (banyumas, klaten) = (of(&inside, "33.02"), of(&inside, "33.10"));
    assert_eq!((&banyumas["active"], &banyumas["registered_unpaid"]), (&json!(2), &json!(1)));
    assert_eq!((&klaten["active"], &klaten["registered_unpaid"]), (&json!(0), &json!(1)));
    // A base and a target with their source: those of the day that is asked about.
    let cilacap = of(&inside, "33.01");
    assert_eq!((&cilacap["denominator"], &cilacap["percent"]), (&Value::Null, &Value::Null));
    let base = &banyumas["denominator"];
    assert_eq!((&base["year"], &banyumas["percent"]), (&json!(2025), &json!("0.0")), "{base}");
    let then = office.get("pusat", &format!("{CHILDREN}?area=33&as_of=2024-06-30")).await.of(200);
    let (base, target) = (&of(&then, "33.02")["denominator"], &of(&then, "33.02")["target"]);
    let seen = (&base["value"], &base["year"], &base["counts"], &target["percent_ppm"]);
    assert_eq!(seen, (&json!(700_000), &json!(2024), &json!("active"), &json!(400_000)));
    assert!(text(base, "source").contains("Radar Banyumas") && base["qualifier"] == "=");
    assert_eq!(banyumas["target"], Value::Null, "the year of the target is over");
    // A share of what one payer pays would be read as coverage.
    let paid = office.get("pusat", &format!("{CHILDREN}?area=33&payer=self")).await.of(200);
    assert_eq!(
        (&of(&paid, "33.02")["active"], &of(&paid, "33.02")["denominator"]),
        (&json!(2), &Value::Null)
    );
    // Down to the village; below it is nothing.
    let villages = office.get("cabang", &format!("{CHILDREN}?area=33.02.15")).await.of(200);
    assert_eq!(of(&villages, "33.02.15.2006")["active"], 2);
    let below = office.get("cabang", &format!("{CHILDREN}?area=33.02.15.2006")).await;
    assert_eq!(below.code(400), "UNKNOWN_WORD");
    // Only where one may look.
    for beyond in ["", "?area=33", "?area=33.10"] {
        assert_eq!(
            office.get("cabang", &format!("{CHILDREN}{beyond}")).await.code(403),
            "FORBIDDEN"
        );
    }
    assert_eq!(office.send(Call::new("GET", CHILDREN)).await.code(401), "NOT_SIGNED_IN");
    for (wrong, status) in
        [("area=99.99", 422), ("format=pdf", 400), ("as_of=kemarin", 400), ("x=1", 400)]
    {
        let answer = office.get("pusat", &format!("{CHILDREN}?{wrong}")).await;
        assert!([status, 404, 422].contains(&answer.status), "{wrong}: {}", answer.text);
    }
    sheets_of(&office).await;
    office.close().await;
}

async fn sheets_of(office: &Office) {
    let csv = office.get("pusat", &format!("{CHILDREN}?area=33&format=csv")).await;
    assert_eq!(csv.status, 200, "{}", csv.text);
    assert!(
        csv.head.to_lowercase().contains("attachment; filename=\"cakupan-33-2026-11-10.csv\""),
        "{}",
        csv.head
    );
    let line = csv.text.lines().find(|line| line.starts_with("33.02,")).unwrap();
    assert!(line.starts_with("33.02,Kabupaten Banyumas,2026-11-10,2,0,0,1,3,684654,"), "{line}");
    assert_eq!(csv.text.lines().count(), 36, "35 regencies and the header");
    for line in csv.text.lines() {
        assert!(!line.split(',').any(|cell| cell.starts_with(['=', '+', '@'])), "{line}");
    }
    let xlsx = office.get("pusat", &format!("{CHILDREN}?area=33&format=xlsx")).await;
    assert!(xlsx.status == 200 && xlsx.text.starts_with("PK"), "{}", xlsx.head);
    assert!(xlsx.head.contains("spreadsheetml.sheet"), "{}", xlsx.head);
}

async fn outlines_are_kept_by_browsers_and_old_codes_are_told(world: World) {
    let office = counted_office(world).await;
    let inside = office.get("cabang", &format!("{CHILDREN}?area=33.02")).await.of(200);
    let address = text(&inside, "shapes").to_owned();
    let get = |path: &str| Call::new("GET", path);
    let map = office.send(get(&address)).await;
    assert_eq!(map.status, 200, "{}", map.text);
    assert!(map.head.contains("public, max-age=31536000, immutable"), "{}", map.head);
    assert!(map.head.contains("x-api: 1") && map.text.len() < 250_000, "{}", map.head);
    let codes: Vec<_> =
        map.json["shapes"].as_array().unwrap().iter().map(|shape| &shape["code"]).collect();
    let listed: Vec<_> =
        inside["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
    assert_eq!(codes, listed, "every district of Banyumas is in the table and on the map");
    assert!(text(&map.json, "attribution_en").contains("settle no border"));
    assert!(text(&inside, "attribution_id").contains("cahyadsn"));
    // Without the version it is asked for again, and the answer is short.
    let plain = office.send(get("/api/v1/areas/33.02/shapes")).await;
    assert!(plain.head.contains("no-cache") && !plain.head.contains("immutable"), "{}", plain.head);
    let tag = plain.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = office.send(get("/api/v1/areas/33.02/shapes").header("If-None-Match", tag)).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let old = office.send(get("/api/v1/areas/33.02/shapes?v=0000")).await;
    assert!(!old.head.contains("immutable"), "{}", old.head);
    let zipped = office.send(get(&address).header("Accept-Encoding", "gzip")).await;
    assert!(zipped.head.contains("content-encoding: gzip"), "{}", zipped.head);
    // An area whose shape is not known is in the list all the same.
    let without = office.send(get("/api/v1/areas/95.07/shapes")).await.of(200);
    assert_eq!(without["missing"], json!(["95.07.09"]));
    let listed = office.get("pusat", &format!("{CHILDREN}?area=95.07")).await.of(200);
    assert_eq!(of(&listed, "95.07.09")["active"], 0);
    // A code of before a split, or of nowhere.
    let unknown = office.send(get("/api/v1/areas/91.99/shapes")).await;
    assert_eq!(unknown.clone().code(404), "AREA_UNKNOWN");
    assert!(text(&unknown.json, "detail").contains("kode lama"), "{}", unknown.text);
    for bad in ["/api/v1/areas/x/shapes", "/api/v1/areas/33.02.15.2006.1/shapes"] {
        assert_eq!(office.send(get(bad)).await.status, 400, "{bad}");
    }
    office.close().await;
}

proofs::on_both![
    every_area_below_is_counted_with_its_base_and_target,
    outlines_are_kept_by_browsers_and_old_codes_are_told,
];
