//! J4, what a season changed: coverage before and after, and the month it is reported in.

use crate::{
    campaign_forms::{hired, planned, season},
    office::{somebody, text},
};
use proofs::World;
use serde_json::{Value, json};

const VILLAGE: &str = "33.02.15.2006";

/// A04, J4 step 7: one worker was covered before the season, two more are in it, and the month says so.
async fn coverage_is_known_before_and_after_a_season(world: World) {
    let office = hired(world, "2026-08-03").await;
    office.hire("desa", "village_clerk", Some(VILLAGE)).await;
    office.hire("bank", "integrator", None).await;
    let season = season(&office, "cabang", "Banyumas 2026", "33.02", "2026-09-01").await;
    for (day, n) in [("2026-08-04", 1), ("2026-09-08", 2), ("2026-09-09", 3)] {
        office.at(day);
        let nik = format!("330215050779000{n}");
        let form = somebody(&nik, "Warga Contoh", "1979-07-05", "petani padi", 900_000);
        let membership = text(&office.enrol("desa", form).await, "membership").to_owned();
        let code = office.code("desa", &membership, 3).await;
        let amount = code["amount"].as_i64().unwrap();
        let paid = office.pay("bank", &format!("A04-{n}"), &code["code"], amount, None).await;
        assert_eq!(paid.status, 201, "{}", paid.text);
    }
    office.at("2026-09-10");
    let event = json!({
        "name": "KKBC Gumelar", "area": VILLAGE, "on": "2026-09-08", "venue": "Balai desa",
        "activities": ["OUTREACH_TALK"],
    });
    let event = planned(&office, "cabang", &season, event).await;
    let close = format!("/api/v1/events/{}/close", text(&event, "id"));
    let counts = json!({
        "people": 40, "leads": 5, "enrolled": 2, "not_recorded": ["cost", "partners"],
    });
    let _ = office.post("cabang", &close, counts).await.of(200);
    let opened = office.get("cabang", &format!("/api/v1/seasons/{season}")).await.of(200);
    let coverage = &opened["coverage"][0];
    assert_eq!(
        [&coverage["before"], &coverage["after"], &coverage["delta"]],
        [&json!(1), &json!(3), &json!(2)],
        "{coverage}"
    );
    let asked = "/api/v1/reports/month?area=33.02&month=2026-09";
    let report = office.get("cabang", asked).await.of(200);
    let said = &report["events"];
    assert_eq!(
        (&report["whole"]["new"], &said["n_held"], &said["people"], &said["leads"]),
        (&json!(2), &json!(1), &json!(40), &json!(5)),
        "{said}"
    );
    // A08: one of the 27 districts was reached.
    assert_eq!((&said["districts_reached"], &said["districts_of"]), (&json!(1), &json!(27)));
    assert_eq!(said["cost"], Value::Null, "nobody wrote it down");
    office.close().await;
}

proofs::on_both![coverage_is_known_before_and_after_a_season];
