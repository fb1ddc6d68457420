//! Places as people write them: *Jombor (Ceper)*, several on a line or one; each is resolved or listed.

use super::refusal::{CampaignRefusal, field};
use registry::{Gazetteer, PlaceFault};
use serde::Serialize;
use terms::AreaCode;

/// A place that was written, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadPlace {
    /// As it was written.
    pub written: String,
    /// Its code; none when it is unresolved.
    pub code: Option<AreaCode>,
    /// With what it lies in: *Jombor, Ceper, Kabupaten Klaten*.
    pub place: Option<String>,
    /// Why it is unresolved: `AREA_UNKNOWN`, `AREA_AMBIGUOUS`, `AREA_RETIRED`.
    pub fault: Option<&'static str>,
    /// The sentence in Indonesian.
    pub reason_id: Option<String>,
    /// The sentence in English.
    pub reason_en: Option<String>,
    /// What it could be instead.
    pub candidates: Vec<AreaCode>,
}

const ROWS_MAX: usize = 500;

/// Reads rows of *village (district)*, or names at any level, or codes, parted by lines or `;`. As many
/// come back as were written: none is dropped.
pub fn read_places(
    text: &str,
    within: Option<&AreaCode>,
) -> Result<Vec<ReadPlace>, CampaignRefusal> {
    let rows = text.split(['\n', ';']).map(str::trim).filter(|row| !row.is_empty());
    let rows: Vec<&str> = rows.collect();
    if rows.is_empty() || rows.len() > ROWS_MAX {
        return Err(field(
            "PLACES",
            "text",
            format!("Tulis 1 sampai {ROWS_MAX} tempat, satu per baris"),
            format!("write 1 to {ROWS_MAX} places, one a line"),
        ));
    }
    Ok(rows.into_iter().flat_map(|row| read_row(row, within)).collect())
}

fn read_row(row: &str, within: Option<&AreaCode>) -> Vec<ReadPlace> {
    let gazetteer = Gazetteer::embedded();
    if let Ok(code) = row.parse::<AreaCode>() {
        return vec![if gazetteer.knows(&code) { found(row, code) } else { gone(row, &code) }];
    }
    let (name, outer) = match row.split_once('(') {
        Some((name, outer)) => (name.trim(), Some(outer.trim_end_matches([')', '.', ' ']).trim())),
        None => (row, None),
    };
    if outer.is_none()
        && let Some(codes) = gazetteer.alias(name)
    {
        return codes.iter().map(|code| found(row, code.clone())).collect();
    }
    let read = match (within, outer) {
        (Some(area), _) => gazetteer.village_in(area, name, outer).or_else(|fault| {
            // A district's name stands alone: then it is the district that was meant.
            let district = gazetteer.within(Some(area)).filter(|it| {
                outer.is_none()
                    && it.code.level() == terms::AreaLevel::District
                    && registry::searchable(&it.name) == registry::searchable(name)
            });
            match district.collect::<Vec<_>>().as_slice() {
                [only] => Ok(only.code.clone()),
                _ => Err(fault),
            }
        }),
        (None, Some(outer)) => gazetteer.village(name, Some(outer), None),
        (None, None) => gazetteer.area_named(name),
    };
    vec![match read {
        Ok(code) => found(row, code),
        Err(fault) => unresolved(row, &fault),
    }]
}

fn found(written: &str, code: AreaCode) -> ReadPlace {
    ReadPlace {
        written: written.to_owned(),
        place: Some(Gazetteer::embedded().described(&code)),
        code: Some(code),
        fault: None,
        reason_id: None,
        reason_en: None,
        candidates: Vec::new(),
    }
}

fn unresolved(written: &str, fault: &PlaceFault) -> ReadPlace {
    let candidates = match fault {
        PlaceFault::Ambiguous { candidates, .. } => {
            candidates.iter().map(|it| it.code.clone()).collect()
        }
        PlaceFault::Unknown(_) => Vec::new(),
    };
    ReadPlace {
        written: written.to_owned(),
        code: None,
        place: None,
        fault: Some(fault.code()),
        reason_id: Some(fault.indonesian()),
        reason_en: Some(fault.to_string()),
        candidates,
    }
}

fn gone(written: &str, code: &AreaCode) -> ReadPlace {
    let refusal = super::scope::retired("area", code);
    ReadPlace {
        written: written.to_owned(),
        code: None,
        place: None,
        fault: refusal.code(),
        reason_id: Some(refusal.indonesian()),
        reason_en: Some(refusal.to_string()),
        candidates: successors(code),
    }
}

/// Regencies that Laws 14, 15 and 16 of 2022 moved from the province of Papua (91) to new ones: the code
/// of Permendagri 72/2019 and the name, by which the list in force has the new code.
const MOVED_IN_2022: [(&str, &str); 20] = [
    ("91.01", "Kabupaten Merauke"),
    ("91.02", "Kabupaten Jayawijaya"),
    ("91.04", "Kabupaten Nabire"),
    ("91.07", "Kabupaten Puncak Jaya"),
    ("91.08", "Kabupaten Paniai"),
    ("91.09", "Kabupaten Mimika"),
    ("91.12", "Kabupaten Pegunungan Bintang"),
    ("91.13", "Kabupaten Yahukimo"),
    ("91.14", "Kabupaten Tolikara"),
    ("91.16", "Kabupaten Boven Digoel"),
    ("91.17", "Kabupaten Mappi"),
    ("91.18", "Kabupaten Asmat"),
    ("91.21", "Kabupaten Mamberamo Tengah"),
    ("91.22", "Kabupaten Yalimo"),
    ("91.23", "Kabupaten Lanny Jaya"),
    ("91.24", "Kabupaten Nduga"),
    ("91.25", "Kabupaten Puncak"),
    ("91.26", "Kabupaten Dogiyai"),
    ("91.27", "Kabupaten Intan Jaya"),
    ("91.28", "Kabupaten Deiyai"),
];

/// The areas that took the place of a retired code, as far as that is known. For a district or village
/// the regency is named: its number inside may have changed too.
#[must_use]
pub fn successors(code: &AreaCode) -> Vec<AreaCode> {
    let gazetteer = Gazetteer::embedded();
    if gazetteer.knows(code) {
        return Vec::new();
    }
    let regency = code.path().nth(1).unwrap_or_default();
    let moved = MOVED_IN_2022.iter().find(|(old, _)| *old == regency);
    let now = moved.and_then(|(_, name)| gazetteer.area_named(name).ok());
    now.filter(|now| now.as_str() != regency).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_is_dropped_whether_it_resolves_or_not() {
        let klaten: AreaCode = "33.10".parse().unwrap();
        let text = "Jombor (Ceper); Gatak (Delanggu)\nGatak\nAtlantis (Laut); Cawas; 91.04";
        let read = read_places(text, Some(&klaten)).unwrap();
        let codes: Vec<Option<&str>> =
            read.iter().map(|it| it.code.as_ref().map(AreaCode::as_str)).collect();
        assert_eq!(codes.len(), 6);
        assert_eq!(codes[..2], [Some("33.10.11.2008"), Some("33.10.16.2012")]);
        assert_eq!((read[2].fault, read[2].candidates.len()), (Some("AREA_AMBIGUOUS"), 2));
        assert_eq!(read[3].fault, Some("AREA_UNKNOWN"));
        assert!(read[4].code.is_some(), "a district by its name");
        assert_eq!(read[5].fault, Some("AREA_RETIRED"));
        assert!(read_places(" ; ", None).is_err());
    }

    #[test]
    fn a_composite_name_is_all_of_its_parts() {
        let read = read_places("Serang Raya; Pandeglang; Lebak; Cilegon", None).unwrap();
        assert_eq!(read.len(), 5);
        assert!(read.iter().all(|it| it.code.is_some()));
    }

    #[test]
    fn every_moved_regency_is_in_force_elsewhere() {
        for (old, name) in MOVED_IN_2022 {
            let now = successors(&old.parse().unwrap());
            assert_eq!(now.len(), 1, "{old} {name}: {now:?}");
        }
        assert!(successors(&"33.02".parse().unwrap()).is_empty());
    }
}
