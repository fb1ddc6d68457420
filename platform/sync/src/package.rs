//! The work package: what a phone must know before it goes where there is no signal.

mod parts;

use crate::{
    device::Device,
    epoch,
    ground::Ground,
    reference::{Entry, References},
};
use access::{Duty, Office};
use db::DbError;
use jiff::Timestamp;
use registry::{Gazetteer, groups};
use serde::Serialize;
use serde_json::{Value, json};
use terms::{AreaCode, AreaLevel};
use uuid::Uuid;

/// Section 8 of the contract.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named in the contract")]
pub struct Package {
    pub holder: Value,
    pub device: Value,
    pub areas: Vec<Value>,
    pub events: Value,
    pub planned: Value,
    pub groups: Vec<Value>,
    pub codes: Value,
    pub custody: Value,
    pub fee: Value,
    #[serde(rename = "ref")]
    pub references: Vec<Entry>,
    pub entry_age: Value,
    pub portfolio: Value,
    pub targets: Value,
    pub dataset_epoch: Uuid,
    pub server_now: Timestamp,
}

/// The package of a device, for its holder's areas.
pub async fn package(
    ground: &Ground,
    device: &Device,
    references: &References,
) -> Result<Package, DbError> {
    let office = device.office(ground);
    let areas = office.areas_for(Duty::Enrol);
    let parts = parts::parts(&office, device, areas.as_deref()).await?;
    Ok(Package {
        holder: json!({ "id": device.holder.0, "name": device.holder_name }),
        device: json!({ "id": device.id, "status": device.status }),
        areas: area_views(areas.as_deref()),
        events: parts.events,
        planned: parts.planned,
        groups: groups()
            .iter()
            .map(|it| json!({ "code": it.code, "name_id": it.name_id, "name_en": it.name_en }))
            .collect(),
        codes: parts.codes,
        custody: parts.custody,
        fee: parts.fee,
        references: references.needed_in(areas.as_deref()).cloned().collect(),
        entry_age: entry_age(&office),
        portfolio: parts.portfolio,
        targets: parts.targets,
        dataset_epoch: epoch::dataset_epoch(ground).await?,
        server_now: ground.now(),
    })
}

/// Where the holder enrols; the whole country has the empty code.
fn area_views(areas: Option<&[AreaCode]>) -> Vec<Value> {
    let Some(areas) = areas else {
        return vec![json!({ "code": "", "name": "Indonesia", "level": "country" })];
    };
    let names = Gazetteer::embedded();
    let view = |code: &AreaCode| {
        let level = match code.level() {
            AreaLevel::Province => "province",
            AreaLevel::Regency => "regency",
            AreaLevel::District => "district",
            AreaLevel::Village => "village",
        };
        json!({ "code": code.as_str(), "name": names.name(code), "level": level })
    };
    areas.iter().map(view).collect()
}

/// The ages at which one may enter today; what the law does not say is null.
fn entry_age(office: &Office) -> Value {
    let (law, today) = (&office.outside.law, office.outside.today());
    let number = |key: &str| law.number_on(key, today).ok();
    let key = "eligibility.entry_age_max";
    let entry = law.parameter(key).and_then(|parameter| parameter.at(today)).ok();
    json!({
        "min": number("eligibility.entry_age_min"),
        "max": number(key),
        "source": entry.map(|entry| entry.source.instrument.as_str()).unwrap_or_default(),
        "status": entry.map_or("unknown", |entry| entry.status.word()),
    })
}
