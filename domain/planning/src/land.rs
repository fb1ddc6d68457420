//! Villages as the planner sees them: where they lie, on which land, and how many people live there.

use crate::solver::Point;
use flate2::read::GzDecoder;
use registry::Gazetteer;
use std::{collections::HashMap, io::Read as _, sync::LazyLock};
use terms::{AreaCode, AreaLevel};

static POINTS: &[u8] = include_bytes!("../../../data/regions/points.csv.gz");
static PEOPLE: &[u8] = include_bytes!("../../../data/regions/population_village_est.csv.gz");
static LANDS: &[u8] = include_bytes!("../../../data/regions/land.csv.gz");

/// Lands that a road joins although the map shows sea between them.
const BRIDGED: [(&str, &str); 1] = [
    // Suramadu: Madura and Jawa.
    ("35.26.01", "31.71.01"),
];

/// A village with what planning needs of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VillagePlace {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// The name of its district.
    pub district: String,
    /// `desa`, `kelurahan`, `desa_adat`.
    pub kind: String,
    /// A point inside it; not its office.
    pub point: Point,
    /// The land it lies on.
    pub land: &'static str,
    /// People, as estimated.
    pub people: i64,
    /// How the estimate was made: A to D, the best first.
    pub method: char,
    /// People for each square kilometre; 0 where the area is not known.
    pub density: i64,
}

struct At {
    point: Point,
    hectares: i64,
}

fn text(packed: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(packed)
        .read_to_string(&mut text)
        .expect("a test reads the embedded tables to their end");
    text
}

/// Hundredths of a number that is written with a point.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    Some(whole.parse::<i64>().ok()?.saturating_mul(100).saturating_add(part))
}

fn points() -> &'static HashMap<String, At> {
    static ALL: LazyLock<HashMap<String, At>> = LazyLock::new(|| {
        let row = |line: &str| {
            let mut columns = line.split(',');
            let code = columns.next()?.to_owned();
            let point =
                Point { lat: columns.next()?.parse().ok()?, lon: columns.next()?.parse().ok()? };
            // Villages without an outline lie at their district's point and have no area.
            let hectares = columns.next().and_then(hundredths).unwrap_or(0);
            Some((code, At { point, hectares }))
        };
        text(POINTS).lines().skip(1).filter_map(row).collect()
    });
    &ALL
}

fn people() -> &'static HashMap<String, (i64, char)> {
    static ALL: LazyLock<HashMap<String, (i64, char)>> = LazyLock::new(|| {
        let row = |line: &str| {
            let columns: Vec<&str> = line.split(',').collect();
            let n = columns.get(1)?.parse().ok()?;
            Some(((*columns.first()?).to_owned(), (n, columns.get(3)?.chars().next()?)))
        };
        text(PEOPLE).lines().skip(1).filter_map(row).collect()
    });
    &ALL
}

fn lands() -> &'static HashMap<String, String> {
    static ALL: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let row = |line: &str| {
            let (code, land) = line.split_once(',')?;
            let bridged = BRIDGED.iter().find(|(from, _)| *from == land);
            Some((code.to_owned(), bridged.map_or(land, |(_, to)| to).to_owned()))
        };
        text(LANDS).lines().skip(1).filter_map(row).collect()
    });
    &ALL
}

/// The land an area lies on; none for areas wider than a district.
fn land_of(code: &AreaCode) -> Option<&'static str> {
    let lands = lands();
    let own = lands.get(code.as_str());
    let found = own.or_else(|| lands.get(code.path().nth(2)?));
    found.map(String::as_str)
}

/// Where an area lies and on which land; none where it is not known.
#[must_use]
pub fn place_of(code: &AreaCode) -> Option<(Point, &'static str)> {
    Some((points().get(code.as_str())?.point, land_of(code)?))
}

/// A village, if everything that is needed of it is known.
fn village(code: &AreaCode, kind: &str, name: &str) -> Option<VillagePlace> {
    let at = points().get(code.as_str())?;
    let (people, method) = *people().get(code.as_str())?;
    let district = code.parent()?;
    Some(VillagePlace {
        code: code.clone(),
        name: name.to_owned(),
        district: Gazetteer::embedded().name(&district).unwrap_or(district.as_str()).to_owned(),
        kind: kind.to_owned(),
        point: at.point,
        land: land_of(code)?,
        people,
        method,
        density: (people * 100).checked_div(at.hectares).unwrap_or(0),
    })
}

/// Every village of some areas, in the order of their codes; and those of which something is not known.
#[must_use]
pub fn villages_in(areas: &[AreaCode]) -> (Vec<VillagePlace>, Vec<AreaCode>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for area in areas {
        let inside = Gazetteer::embedded().within(Some(area));
        for found in inside.filter(|it| it.code.level() == AreaLevel::Village) {
            match village(&found.code, &found.kind, &found.name) {
                Some(place) => known.push(place),
                None => unknown.push(found.code.clone()),
            }
        }
    }
    known.sort_by(|a, b| a.code.cmp(&b.code));
    known.dedup_by(|a, b| a.code == b.code);
    (known, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AreaCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_village_has_its_place_people_and_land() {
        let provinces: Vec<AreaCode> =
            Gazetteer::embedded().children(None).map(|it| it.code.clone()).collect();
        let (known, unknown) = villages_in(&provinces);
        assert_eq!((known.len(), unknown), (83_762, vec![]));
        let banyumas = known.iter().filter(|it| it.code.as_str().starts_with("33.02."));
        assert_eq!(banyumas.map(|it| it.people).sum::<i64>(), 1_868_446);
    }

    #[test]
    fn sea_lies_between_lands_and_a_bridge_over_it() {
        let land = |text: &str| land_of(&code(text)).unwrap();
        assert_eq!(land("33.02.15.2006"), land("36.73.01.1001"), "Jawa is one land");
        assert_ne!(land("33.20.10.2001"), land("33.20.01"), "Karimunjawa is an island");
        assert_ne!(
            land("36.04.08.2009"),
            land("36.04.08"),
            "Pulo Panjang too, of a district ashore"
        );
        assert_ne!(land("51.71.01"), land("35.10.01"), "a strait lies before Bali");
        assert_eq!(land("35.26.01"), land("35.78.01"), "Suramadu joins Madura");
        assert_eq!(land_of(&code("33.02")), None, "a regency may lie on several");
    }
}
