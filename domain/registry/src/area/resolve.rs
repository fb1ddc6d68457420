//! From the names people write to the code: exactly one, or a refusal that lists what it could be.

use super::{
    Area, Gazetteer,
    source::{KindWord, split_kind},
};
use crate::spelling::searchable;
use terms::{AreaCode, AreaLevel};

/// One of several areas a name could mean.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Candidate {
    /// Its code.
    pub code: AreaCode,
    /// Its name with what it lies in.
    pub place: String,
}

/// Why names did not lead to one area.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlaceFault {
    /// Nothing is called so.
    #[error(
        "no area called “{0}” is in the list of the home ministry; check the spelling, or give the code"
    )]
    Unknown(String),
    /// Several are.
    #[error("“{name}” could be {}; add the district and the regency, or give the code", listed(.candidates))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// What it could be, at most ten of them.
        candidates: Vec<Candidate>,
    },
}

fn listed(candidates: &[Candidate]) -> String {
    let each: Vec<String> =
        candidates.iter().map(|c| format!("{} ({})", c.place, c.code)).collect();
    each.join(" / ")
}

impl PlaceFault {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Unknown(name) => format!(
                "tidak ada wilayah bernama “{name}” dalam daftar Kemendagri; periksa ejaannya, atau tulis kodenya"
            ),
            Self::Ambiguous { name, candidates } => format!(
                "“{name}” bisa berarti {}; tambahkan kecamatan dan kabupaten/kota, atau tulis kodenya",
                listed(candidates)
            ),
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "AREA_UNKNOWN",
            Self::Ambiguous { .. } => "AREA_AMBIGUOUS",
        }
    }
}

/// Candidates shown in a refusal; more would not be read.
const CANDIDATES_MAX: usize = 10;

impl Gazetteer {
    /// The village of these names. District and regency narrow the search; each is matched exactly,
    /// apart from case, punctuation, and words such as *Kab.*, *Kec.*, *Desa*, *Kel.*
    pub fn village(
        &self,
        village: &str,
        district: Option<&str>,
        regency: Option<&str>,
    ) -> Result<AreaCode, PlaceFault> {
        let mut found = self.at_level(village, AreaLevel::Village);
        let mut asked = vec![village.trim()];
        for (name, level) in [(district, AreaLevel::District), (regency, AreaLevel::Regency)] {
            let Some(name) = name.filter(|name| !searchable(name).is_empty()) else { continue };
            asked.push(name.trim());
            let outer = self.at_level(name, level);
            found.retain(|area| outer.iter().any(|outer| outer.code.contains(&area.code)));
        }
        self.only_one(&asked.join(", "), found)
    }

    /// The village of these names inside an area: for lists that are handed in for one. What lies
    /// elsewhere is not a candidate.
    pub fn village_in(
        &self,
        area: &AreaCode,
        village: &str,
        district: Option<&str>,
    ) -> Result<AreaCode, PlaceFault> {
        let mut found = self.at_level(village, AreaLevel::Village);
        found.retain(|village| area.contains(&village.code));
        let mut asked = vec![village.trim()];
        if let Some(name) = district.filter(|name| !searchable(name).is_empty()) {
            asked.push(name.trim());
            let outer = self.at_level(name, AreaLevel::District);
            found.retain(|area| outer.iter().any(|outer| outer.code.contains(&area.code)));
        }
        self.only_one(&asked.join(", "), found)
    }

    /// The area of a name at any level, the highest level that has it; or a code in any spelling.
    /// Composite names are refused here; [`Gazetteer::areas_named`] takes them.
    pub fn area_named(&self, name: &str) -> Result<AreaCode, PlaceFault> {
        match self.areas_named(name)?.as_slice() {
            [only] => Ok(only.clone()),
            several => {
                Err(self
                    .ambiguous(name, several.iter().filter_map(|code| self.area(code)).collect()))
            }
        }
    }

    /// The areas of a list of names, `Serang Raya, Pandeglang, Lebak, Cilegon`, each once.
    pub fn areas_named(&self, names: &str) -> Result<Vec<AreaCode>, PlaceFault> {
        let mut codes = Vec::new();
        for name in names.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()) {
            for code in self.one_name(name)? {
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
        if codes.is_empty() { Err(PlaceFault::Unknown(names.trim().into())) } else { Ok(codes) }
    }

    fn one_name(&self, name: &str) -> Result<Vec<AreaCode>, PlaceFault> {
        if let Ok(code) = name.parse::<AreaCode>() {
            return if self.knows(&code) {
                Ok(vec![code])
            } else {
                Err(PlaceFault::Unknown(name.into()))
            };
        }
        if let Some(codes) = self.alias(name) {
            return Ok(codes.to_vec());
        }
        let levels =
            [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];
        let found = levels.into_iter().map(|level| self.at_level(name, level));
        let found = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        self.only_one(name, found).map(|code| vec![code])
    }

    /// Areas of a level with exactly this name. The whole name is tried first: *Kota Baru* may be a
    /// village's name; only then is the first word read as a kind.
    fn at_level(&self, name: &str, level: AreaLevel) -> Vec<&Area> {
        let whole = searchable(name);
        let whole = whole.as_str();
        let of = |name: &str| -> Vec<&Area> {
            self.named(name).filter(|area| area.code.level() == level).collect()
        };
        let (rest, kind) = split_kind(whole);
        let exact = of(whole);
        if !exact.is_empty() {
            return exact;
        }
        let fits = match kind {
            None => false,
            Some(KindWord::Province) => level == AreaLevel::Province,
            Some(KindWord::Kabupaten | KindWord::Kota) => level == AreaLevel::Regency,
            Some(KindWord::District) => level == AreaLevel::District,
            Some(KindWord::Village) => level == AreaLevel::Village,
        };
        if !fits {
            return Vec::new();
        }
        let mut found = of(rest);
        match kind {
            Some(KindWord::Kota) => found.retain(|area| area.kind.starts_with("kota")),
            Some(KindWord::Kabupaten) => found.retain(|area| area.kind.starts_with("kab")),
            _ => {}
        }
        found
    }

    fn only_one(&self, name: &str, found: Vec<&Area>) -> Result<AreaCode, PlaceFault> {
        match found.as_slice() {
            [] => Err(PlaceFault::Unknown(name.chars().take(80).collect())),
            [only] => Ok(only.code.clone()),
            _ => Err(self.ambiguous(name, found)),
        }
    }

    fn ambiguous(&self, name: &str, found: Vec<&Area>) -> PlaceFault {
        let candidates = found
            .into_iter()
            .take(CANDIDATES_MAX)
            .map(|area| Candidate { code: area.code.clone(), place: self.described(&area.code) });
        PlaceFault::Ambiguous {
            name: name.chars().take(80).collect(),
            candidates: candidates.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nine_villages_of_klaten_are_found_by_name() {
        let all = Gazetteer::embedded();
        for (village, district, code) in [
            ("Jombor", "Ceper", "33.10.11.2008"),
            ("Pesu", "Wedi", "33.10.03.2001"),
            ("Jimbung", "Kalikotes", "33.10.23.2001"),
            ("Gemblegan", "Kalikotes", "33.10.23.2007"),
            ("Sumyang", "Jogonalan", "33.10.08.2009"),
            ("Kemudo", "Prambanan", "33.10.01.2010"),
            ("Wunut", "Tulung", "33.10.19.2018"),
            ("Paseban", "Bayat", "33.10.04.2007"),
            ("Gatak", "Delanggu", "33.10.16.2012"),
        ] {
            let found = all.village(village, Some(district), Some("Kab. Klaten"));
            assert_eq!(found.map(|code| code.to_string()).as_deref(), Ok(code));
            let found =
                all.village(&format!("DESA {village}"), Some(&format!("Kec. {district}")), None);
            assert_eq!(found.map(|code| code.to_string()).as_deref(), Ok(code), "{village}");
        }
    }

    #[test]
    fn two_villages_of_one_name_are_listed_and_not_guessed() {
        let all = Gazetteer::embedded();
        let fault = all.village("Gatak", None, Some("Klaten")).unwrap_err();
        let PlaceFault::Ambiguous { candidates, .. } = &fault else { panic!("{fault}") };
        let codes: Vec<String> = candidates.iter().map(|c| c.code.to_string()).collect();
        assert_eq!(codes, ["33.10.16.2012", "33.10.22.2002"]);
        assert!(fault.to_string().contains("Gatak, Ngawen, Kabupaten Klaten (33.10.22.2002)"));
        assert!(fault.indonesian().contains("tambahkan kecamatan"));
        assert!(matches!(all.village("Gatak", Some("Ceper"), None), Err(PlaceFault::Unknown(_))));
    }

    #[test]
    fn inside_an_area_a_village_needs_no_more_than_its_name() {
        let all = Gazetteer::embedded();
        let found = |area: &str, village, district| {
            all.village_in(&area.parse().unwrap(), village, district).map(|code| code.to_string())
        };
        assert_eq!(found("33.10.16", "Gatak", None).as_deref(), Ok("33.10.16.2012"));
        assert_eq!(found("33", "Gatak", Some("Delanggu")).as_deref(), Ok("33.10.16.2012"));
        assert!(matches!(found("33.10", "Gatak", None), Err(PlaceFault::Ambiguous { .. })));
        assert!(matches!(found("36", "Gatak", None), Err(PlaceFault::Unknown(_))));
    }

    #[test]
    fn serang_raya_and_its_neighbours_are_five_areas() {
        let all = Gazetteer::embedded();
        let codes = all.areas_named("Serang Raya, Pandeglang, Lebak, Cilegon").unwrap();
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["36.04", "36.73", "36.01", "36.02", "36.72"]);
        assert!(matches!(all.area_named("Serang Raya"), Err(PlaceFault::Ambiguous { .. })));
    }

    #[test]
    fn a_city_and_a_regency_of_one_name_are_told_apart_by_their_kind() {
        let all = Gazetteer::embedded();
        let found = |name| all.area_named(name).map(|code| code.to_string());
        assert_eq!(found("Kota Serang").as_deref(), Ok("36.73"));
        assert_eq!(found("KAB. SERANG").as_deref(), Ok("36.04"));
        assert!(matches!(found("Serang"), Err(PlaceFault::Ambiguous { .. })));
        assert_eq!(found("Banyumas").as_deref(), Ok("33.02"));
        assert_eq!(found("Kab Adm Kepulauan Seribu").as_deref(), Ok("31.01"));
        assert_eq!(found("3302").as_deref(), Ok("33.02"));
        assert_eq!(found("91.04"), Err(PlaceFault::Unknown("91.04".into())));
        assert_eq!(found("Solo").as_deref(), Ok("33.72"));
    }
}
