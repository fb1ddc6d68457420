//! Where something is counted: the nation, one area, or several that people speak of as one.

use registry::{Gazetteer, PlaceFault};
use serde::{Serialize, Serializer};
use std::fmt;
use terms::AreaCode;

/// Where. Several areas never overlap, so that nobody is counted twice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The whole country.
    Nation,
    /// These areas together; none is nowhere.
    Areas(Vec<AreaCode>),
}

impl Place {
    /// One area.
    #[must_use]
    pub fn area(code: AreaCode) -> Self {
        Self::Areas(vec![code])
    }

    /// Several areas together; one that lies in another is counted with it.
    #[must_use]
    pub fn areas(codes: impl IntoIterator<Item = AreaCode>) -> Self {
        let mut codes: Vec<AreaCode> = codes.into_iter().collect();
        codes.sort();
        codes.dedup();
        // Sorted, an area comes right before what lies in it.
        let mut kept: Vec<AreaCode> = Vec::with_capacity(codes.len());
        for code in codes {
            if kept.last().is_none_or(|last| !last.contains(&code)) {
                kept.push(code);
            }
        }
        Self::Areas(kept)
    }

    /// What of it lies where someone may look: `None` is everywhere.
    #[must_use]
    pub fn within(self, allowed: Option<&[AreaCode]>) -> Self {
        let Some(allowed) = allowed else { return self };
        match self {
            Self::Nation => Self::areas(allowed.iter().cloned()),
            Self::Areas(codes) => Self::areas(codes.iter().flat_map(|code| {
                let whole = allowed.iter().any(|a| a.contains(code)).then(|| code.clone());
                let parts = allowed.iter().filter(|a| code.contains(a)).cloned();
                whole.into_iter().chain(parts)
            })),
        }
    }

    /// How cells, denominators and figures name it: empty for the nation, codes joined by `+`.
    #[must_use]
    pub fn key(&self) -> String {
        self.codes().join("+")
    }

    /// The areas as cells name them.
    pub(crate) fn codes(&self) -> Vec<String> {
        match self {
            Self::Nation => vec![String::new()],
            Self::Areas(codes) => codes.iter().map(ToString::to_string).collect(),
        }
    }

    /// Reads what [`Place::key`] wrote.
    pub(crate) fn from_key(key: &str) -> Result<Self, terms::AreaCodeError> {
        if key.is_empty() {
            return Ok(Self::Nation);
        }
        let codes: Result<Vec<AreaCode>, _> = key.split('+').map(str::parse).collect();
        codes.map(Self::areas)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nation => f.write_str("Indonesia"),
            Self::Areas(codes) if codes.is_empty() => f.write_str("—"),
            Self::Areas(_) => f.write_str(&self.key()),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.key())
    }
}

/// The place people mean: `indonesia`, a code, a name, or an alias that may be several areas.
pub fn resolve_place(gazetteer: &Gazetteer, said: &str) -> Result<Place, PlaceFault> {
    if matches!(said.trim().to_lowercase().as_str(), "indonesia" | "nasional" | "nation") {
        return Ok(Place::Nation);
    }
    gazetteer.areas_named(said).map(Place::areas)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: &str) -> Place {
        Place::from_key(key).unwrap()
    }

    fn codes(key: &str) -> Vec<AreaCode> {
        key.split_whitespace().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn an_area_inside_another_is_counted_once() {
        assert_eq!(place("33.02.15+33.02+36.04+33.02").key(), "33.02+36.04");
        assert_eq!(Place::Nation.key(), "");
        assert_eq!(place(""), Place::Nation);
    }

    #[test]
    fn someone_sees_of_a_place_what_lies_in_their_areas() {
        let allowed = codes("33.02 36.73");
        assert_eq!(Place::Nation.within(Some(&allowed)).key(), "33.02+36.73");
        assert_eq!(place("33").within(Some(&allowed)).key(), "33.02");
        assert_eq!(place("33.02.15").within(Some(&allowed)).key(), "33.02.15");
        assert_eq!(place("36.04+36.73").within(Some(&allowed)).key(), "36.73");
        assert_eq!(place("72").within(Some(&allowed)), Place::Areas(vec![]), "nowhere, not nation");
        assert_eq!(place("72").within(None).key(), "72");
    }

    #[test]
    fn serang_raya_is_two_areas_and_the_branch_five() {
        let gazetteer = Gazetteer::embedded();
        assert_eq!(resolve_place(gazetteer, "Serang Raya").unwrap().key(), "36.04+36.73");
        let branch = resolve_place(gazetteer, "Serang Raya, Pandeglang, Lebak, Cilegon").unwrap();
        assert_eq!(branch.codes().len(), 5);
        assert_eq!(resolve_place(gazetteer, "Indonesia").unwrap(), Place::Nation);
    }
}
