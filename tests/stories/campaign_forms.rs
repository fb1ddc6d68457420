//! What the stories of campaigns share: people, a season, an event, and how answers are looked at.

use crate::office::{Office, text};
use proofs::{World, client::Answer};
use serde_json::{Value, json};

/// Every stage of a close.
pub(crate) const NOTHING: [&str; 5] = ["people", "leads", "enrolled", "cost", "partners"];

/// An office with a branch for the country, one of another regency, an agent and an analyst.
pub(crate) async fn hired(world: World, day: &str) -> Office {
    let office = Office::open(world, day).await;
    office.hire("cabang", "branch_staff", None).await;
    office.hire("cabang.lain", "branch_staff", Some("33.03")).await;
    office.hire("agen", "agent", Some("33.02")).await;
    office.hire("analis", "analyst", None).await;
    let campaign = json!({
        "code": "KKBC", "name": "Kerja Keras Bebas Cemas", "national": true,
        "aliases": ["Kerja Cepat Bebas Cemas"], "launched_on": "2023-07-06",
        "goal": "cakupan pekerja informal di desa",
    });
    let made = office.post("cabang", "/api/v1/campaigns", campaign).await.of(201);
    assert_eq!(made["names"].as_array().unwrap().len(), 3);
    office
}

/// A season of the campaign until the end of its year; its id.
pub(crate) async fn season(
    office: &Office,
    who: &str,
    name: &str,
    area: &str,
    from: &str,
) -> String {
    let form = json!({
        "campaign_said": "KKBC", "name": name, "area": area, "from": from,
        "to": format!("{}-12-31", &from[..4]), "goal": "merangkul peserta baru dari desa",
    });
    let made = office.post(who, "/api/v1/seasons", form).await.of(201);
    assert_eq!(made["flag"], "");
    text(&made, "id").to_owned()
}

/// Plans an event.
pub(crate) async fn planned(office: &Office, who: &str, season: &str, form: Value) -> Value {
    office.post(who, &format!("/api/v1/seasons/{season}/events"), form).await.of(201)
}

/// The item whose field says this.
#[track_caller]
pub(crate) fn found<'a>(items: &'a Value, field: &str, says: &str) -> &'a Value {
    let found = items.as_array().unwrap().iter().find(|item| item[field] == says);
    found.unwrap_or_else(|| panic!("no {field} {says} in {items}"))
}

/// The codes of a list of words.
pub(crate) fn codes(words: &Value) -> Vec<&str> {
    words.as_array().unwrap().iter().map(|word| text(word, "code")).collect()
}

/// The lines of a sheet.
pub(crate) fn as_csv(answer: &Answer) -> Vec<String> {
    assert!(answer.head.to_lowercase().contains("text/csv"), "{}", answer.head);
    answer.text.lines().map(str::to_owned).collect()
}
