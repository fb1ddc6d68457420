//! Every area in memory: asked millions of times during an import, so it costs no query.

use super::source;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{LazyLock, OnceLock},
};
use terms::{AreaCode, AreaLevel};

/// An area as the list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// What it is: `provinsi`, `kabupaten`, `kota`, `kecamatan`, `kelurahan`, `desa`, `desa_adat`, …
    pub kind: Box<str>,
    /// Its official name; regencies carry their kind (*Kabupaten Banyumas*).
    pub name: Box<str>,
}

/// The areas in force, by code and by name.
#[derive(Debug)]
pub struct Gazetteer {
    /// In the order of their codes, which is the order of the hierarchy.
    areas: Vec<Area>,
    at: HashMap<u64, u32>,
    aliases: BTreeMap<String, Vec<AreaCode>>,
    /// Made when a name is first asked for: imports by code never need it.
    names: OnceLock<HashMap<Box<str>, Vec<u32>>>,
}

/// A code as a number that keeps its length, so that 33 and 33.00 differ.
fn key(code: &AreaCode) -> u64 {
    code.as_str().bytes().filter(u8::is_ascii_digit).fold(1, |n, b| n * 10 + u64::from(b - b'0'))
}

impl Gazetteer {
    /// The areas this program was built with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| {
            let mut areas = Vec::with_capacity(91_599);
            source::each_area(|area| {
                areas.push(Area {
                    code: area.code,
                    kind: area.kind.into(),
                    name: area.name.into(),
                });
            });
            let aliases = source::aliases().into_iter().map(|alias| (alias.name, alias.code));
            Gazetteer::new(areas, aliases)
        });
        &EMBEDDED
    }

    /// A gazetteer of these areas and other names.
    #[must_use]
    pub fn new(
        mut areas: Vec<Area>,
        aliases: impl IntoIterator<Item = (String, AreaCode)>,
    ) -> Self {
        areas.sort_by(|a, b| a.code.cmp(&b.code));
        let at = areas.iter().zip(0u32..).map(|(area, at)| (key(&area.code), at)).collect();
        let mut by_alias: BTreeMap<String, Vec<AreaCode>> = BTreeMap::new();
        for (alias, code) in aliases {
            by_alias.entry(crate::spelling::searchable(&alias)).or_default().push(code);
        }
        Self { areas, at, aliases: by_alias, names: OnceLock::new() }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Whether a code is in force.
    #[must_use]
    pub fn knows(&self, code: &AreaCode) -> bool {
        self.at.contains_key(&key(code))
    }

    /// The area of a code.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.at.get(&key(code)).and_then(|at| self.areas.get(usize::try_from(*at).ok()?))
    }

    /// The name of a code.
    #[must_use]
    pub fn name(&self, code: &AreaCode) -> Option<&str> {
        self.area(code).map(|area| &*area.name)
    }

    /// The names from the province down to the area itself; unknown steps are left out.
    #[must_use]
    pub fn path_names(&self, code: &AreaCode) -> Vec<&str> {
        code.path().filter_map(|step| self.name(&step.parse().ok()?)).collect()
    }

    /// The area as a person reads it, from the inside out: *Gatak, Delanggu, Kabupaten Klaten*. The
    /// province is added only where nothing else is left to say.
    #[must_use]
    pub fn described(&self, code: &AreaCode) -> String {
        let names = self.path_names(code);
        let from = usize::from(names.len() > 1);
        let mut names: Vec<&str> = names.into_iter().skip(from).collect();
        names.reverse();
        names.join(", ")
    }

    /// The areas right below one, in order; `None` asks for the provinces.
    pub fn children(&self, parent: Option<&AreaCode>) -> impl Iterator<Item = &Area> {
        let level = parent.map(AreaCode::level);
        self.within(parent).filter(move |area| match level {
            None => area.code.level() == AreaLevel::Province,
            Some(level) => below(level) == Some(area.code.level()),
        })
    }

    /// The area itself and everything in it, in order; `None` is the whole country.
    pub fn within(&self, area: Option<&AreaCode>) -> impl Iterator<Item = &Area> {
        let from = area.map_or(0, |area| self.areas.partition_point(|a| a.code < *area));
        let area = area.cloned();
        self.areas
            .iter()
            .skip(from)
            .take_while(move |a| area.as_ref().is_none_or(|area| area.contains(&a.code)))
    }

    /// What an alias stands for, several codes where it is composite.
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<&[AreaCode]> {
        self.aliases.get(&crate::spelling::searchable(name)).map(Vec::as_slice)
    }

    /// Areas of exactly this searchable name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Area> {
        let names = self.names.get_or_init(|| {
            let mut names: HashMap<Box<str>, Vec<u32>> = HashMap::with_capacity(self.areas.len());
            for (area, at) in self.areas.iter().zip(0u32..) {
                let name = source::search_name(&area.code, &area.name);
                names.entry(name.into()).or_default().push(at);
            }
            names
        });
        let at = names.get(name).map(Vec::as_slice).unwrap_or_default();
        at.iter().filter_map(|at| self.areas.get(usize::try_from(*at).ok()?))
    }
}

fn below(level: AreaLevel) -> Option<AreaLevel> {
    match level {
        AreaLevel::Province => Some(AreaLevel::Regency),
        AreaLevel::Regency => Some(AreaLevel::District),
        AreaLevel::District => Some(AreaLevel::Village),
        AreaLevel::Village => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AreaCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_list_is_the_decree() {
        let all = Gazetteer::embedded();
        let count = |level| all.areas.iter().filter(|a| a.code.level() == level).count();
        assert_eq!(
            [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village]
                .map(count),
            [38, 514, 7_285, 83_762]
        );
        for codes in all.aliases.values() {
            assert!(codes.iter().all(|code| all.knows(code)), "{codes:?}");
        }
    }

    #[test]
    fn every_area_lies_in_one_that_exists() {
        let all = Gazetteer::embedded();
        for area in &all.areas {
            assert!(area.code.parent().is_none_or(|parent| all.knows(&parent)), "{area:?}");
        }
    }

    #[test]
    fn names_and_order_of_places() {
        let all = Gazetteer::embedded();
        let gatak = code("33.10.16.2012");
        assert_eq!(all.name(&gatak), Some("Gatak"));
        assert_eq!(
            all.path_names(&gatak),
            ["Jawa Tengah", "Kabupaten Klaten", "Delanggu", "Gatak"]
        );
        assert_eq!(all.described(&gatak), "Gatak, Delanggu, Kabupaten Klaten");
        assert_eq!(all.described(&code("33")), "Jawa Tengah");
        assert_eq!(all.children(None).count(), 38);
        assert_eq!(all.children(Some(&code("33.02"))).count(), 27);
        assert_eq!(all.within(Some(&code("33.02"))).count(), 1 + 27 + 331);
        assert!(!all.knows(&code("91.04")), "moved to another province in 2022");
        assert!(all.knows(&code("32.73.01")));
    }

    #[test]
    fn a_composite_name_stands_for_its_parts() {
        let all = Gazetteer::embedded();
        assert_eq!(all.alias("Serang Raya").unwrap(), [code("36.04"), code("36.73")]);
        assert_eq!(all.alias("SULTENG").unwrap(), [code("72")]);
    }
}
