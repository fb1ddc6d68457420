//! Who plans where, who helps there, and who may look.

use super::refusal::{CampaignRefusal, field};
use access::{Duty, Forbidden, Office};
use registry::Gazetteer;
use terms::{AreaCode, AreaLevel};

/// Asks for the planning of an area; `""` is the whole country.
pub(crate) fn plan(office: &Office, area: &str) -> Result<(), CampaignRefusal> {
    match area.parse::<AreaCode>() {
        Ok(area) => Ok(office.allow(Duty::PlanOutreach, &area)?),
        Err(_) => Ok(office.allow_everywhere(Duty::PlanOutreach)?),
    }
}

/// Asks to help at an event of an area: whoever enrols or plans in it, or in a part of it.
pub(crate) fn help(office: &Office, area: &str) -> Result<(), CampaignRefusal> {
    let duties = [Duty::Enrol, Duty::PlanOutreach];
    if duties.into_iter().any(|duty| reaches(office, duty, area)) {
        return Ok(());
    }
    Err(Forbidden { duty: Duty::Enrol.word(), place: area.to_owned() }.into())
}

/// Whether the actor may look at figures of an area: it lies in the actor's, or holds it.
pub(crate) fn sees(office: &Office, area: &str) -> bool {
    let duties = [Duty::ReadFigures, Duty::Enrol, Duty::PlanOutreach];
    duties.into_iter().any(|duty| reaches(office, duty, area))
}

fn reaches(office: &Office, duty: Duty, area: &str) -> bool {
    let Some(own) = office.areas_for(duty) else { return true };
    let Ok(area) = area.parse::<AreaCode>() else { return !own.is_empty() };
    own.iter().any(|own| own.contains(&area) || area.contains(own))
}

/// The areas the actor may look into, as the statements take them: `""` is everywhere.
pub(crate) fn looks(office: &Office) -> Vec<String> {
    let mut areas = crate::scope::of(office, Duty::ReadFigures);
    areas.extend(crate::scope::of(office, Duty::Enrol));
    areas.extend(crate::scope::of(office, Duty::PlanOutreach));
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// The same, narrowed to an area if one is named.
pub(crate) fn looks_within(office: &Office, within: Option<&AreaCode>) -> Vec<String> {
    match within {
        None => looks(office),
        Some(within) => crate::event::narrowed(looks(office), within),
    }
}

/// Reads the code of an area in force, at one of these levels; an area that was retired is said.
pub(crate) fn area(
    name: &'static str,
    text: &str,
    levels: &[AreaLevel],
) -> Result<AreaCode, CampaignRefusal> {
    let said: String = text.trim().chars().take(60).collect();
    let Ok(code) = said.parse::<AreaCode>() else {
        return Err(field(
            "AREA_UNREAD",
            name,
            format!("“{said}” bukan kode wilayah; cari wilayahnya menurut nama"),
            format!("“{said}” is no area code; look the area up by its name"),
        ));
    };
    if !Gazetteer::embedded().knows(&code) {
        return Err(retired(name, &code));
    }
    if levels.contains(&code.level()) {
        return Ok(code);
    }
    let place = Gazetteer::embedded().described(&code);
    Err(field(
        "AREA_LEVEL",
        name,
        format!(
            "{place} ({code}) bukan tingkat wilayah yang diminta di sini; pilih kecamatan atau desa/kelurahan yang tepat"
        ),
        format!(
            "{place} ({code}) is not of the level that is asked here; choose the right district or village"
        ),
    ))
}

/// What is said of a code that is not in force: where it went, as far as that is known.
pub(crate) fn retired(name: &'static str, code: &AreaCode) -> CampaignRefusal {
    let decree = registry::AREA_DECREE;
    let now = super::place::successors(code);
    if now.is_empty() {
        return field(
            "AREA_NOT_IN_FORCE",
            name,
            format!(
                "Kode {code} tidak ada dalam daftar yang berlaku ({decree}): dihapus, dipecah, atau salah tulis; cari wilayahnya menurut nama"
            ),
            format!(
                "code {code} is not in the list in force ({decree}): retired, split, or misspelt; look the area up by its name"
            ),
        );
    }
    let gazetteer = Gazetteer::embedded();
    let named: Vec<String> =
        now.iter().map(|code| format!("{} ({code})", gazetteer.described(code))).collect();
    let named = named.join(", ");
    field(
        "AREA_RETIRED",
        name,
        format!(
            "Kode {code} tidak berlaku lagi ({decree}); wilayah itu sekarang {named}; pakai kode baru"
        ),
        format!(
            "code {code} is no longer in force ({decree}); that area is now {named}; use the new code"
        ),
    )
}
