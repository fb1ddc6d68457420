//! Denominators, targets and published figures as `data/figures` has them, judged and loaded.
//!
//! A figure's verdict is computed here from what its source said, never entered.

mod entry;
mod judge;
mod load;

pub use entry::{DenominatorEntry, FigureEntry, ReadingEntry, Scope, ShareSaid, TargetEntry};
pub use judge::{IMPLAUSIBLE_SCOPE, Judged, SEGMENT_UNKNOWN};
pub(crate) use load::DENOMINATOR_COLUMNS;
pub use load::load_figures;

use crate::{Place, figure::KnownName};
use std::{collections::BTreeSet, sync::LazyLock};

/// Everything in `data/figures`.
#[derive(Clone, Debug)]
pub struct FigureData {
    /// What shares are of.
    pub denominators: Vec<DenominatorEntry>,
    /// Targets.
    pub targets: Vec<TargetEntry>,
    /// Published figures.
    pub outside: Vec<FigureEntry>,
    /// Names and what they have been miscalled.
    pub names: Vec<KnownName>,
}

/// A file of figures that cannot be used, with the file and what to mend.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("data/figures/{file}: {reason}")]
pub struct FigureFault {
    /// The file.
    pub file: &'static str,
    /// What is wrong; for a malformed file with line and column.
    pub reason: String,
}

static EMBEDDED: LazyLock<FigureData> = LazyLock::new(|| {
    FigureData::from_texts(
        include_str!("../../../data/figures/denominators.toml"),
        include_str!("../../../data/figures/targets.toml"),
        include_str!("../../../data/figures/outside.toml"),
        include_str!("../../../data/figures/names.toml"),
    )
    .expect("a test reads the figures this program was built with")
});

/// The figures this program was built with.
#[must_use]
pub fn figures() -> &'static FigureData {
    &EMBEDDED
}

impl FigureData {
    /// Reads and checks the four files.
    pub fn from_texts(
        denominators: &str,
        targets: &str,
        outside: &str,
        names: &str,
    ) -> Result<Self, FigureFault> {
        let data = Self {
            denominators: entry::read("denominators.toml", denominators)?,
            targets: entry::read("targets.toml", targets)?,
            outside: entry::read("outside.toml", outside)?,
            names: entry::read("names.toml", names)?,
        };
        let in_file = |file| move |reason| FigureFault { file, reason };
        data.check_denominators().map_err(in_file("denominators.toml"))?;
        data.check_targets().map_err(in_file("targets.toml"))?;
        data.check_outside().map_err(in_file("outside.toml"))?;
        Ok(data)
    }

    /// A denominator by its id.
    #[must_use]
    pub fn denominator(&self, id: &str) -> Option<&DenominatorEntry> {
        self.denominators.iter().find(|entry| entry.id == id)
    }

    /// A target by its id.
    #[must_use]
    pub fn target(&self, id: &str) -> Option<&TargetEntry> {
        self.targets.iter().find(|entry| entry.id == id)
    }

    /// A published figure by its id.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&FigureEntry> {
        self.outside.iter().find(|entry| entry.id == id)
    }

    fn check_denominators(&self) -> Result<(), String> {
        each_once(self.denominators.iter().map(|entry| entry.id.as_str()))?;
        for entry in &self.denominators {
            known_words(&entry.id, &entry.area, &entry.group, &entry.segment)?;
            if entry.value <= 0 {
                return Err(format!("“{}”: the value must be above zero", entry.id));
            }
        }
        Ok(())
    }

    fn check_targets(&self) -> Result<(), String> {
        each_once(self.targets.iter().map(|entry| entry.id.as_str()))?;
        for entry in &self.targets {
            known_words(&entry.id, &entry.area, &entry.group, &entry.segment)?;
            if let Some(of) = entry.of.as_deref().filter(|id| self.denominator(id).is_none()) {
                return Err(format!("“{}”: no denominator “{of}”", entry.id));
            }
            let unreadable = entry.percent.is_some() && entry.rate().is_none();
            if entry.heads.is_some() == entry.percent.is_some() || unreadable {
                return Err(format!("“{}”: give heads or a percent, one of them", entry.id));
            }
            if entry.until_on < entry.from_on {
                return Err(format!("“{}”: it ends before it begins", entry.id));
            }
        }
        Ok(())
    }

    fn check_outside(&self) -> Result<(), String> {
        each_once(self.outside.iter().map(|entry| entry.id.as_str()))?;
        for entry in &self.outside {
            known_words(&entry.id, &entry.area, &entry.group, &entry.segment)?;
            entry.check(self)?;
        }
        Ok(())
    }
}

fn each_once<'a>(mut ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    ids.find(|id| !seen.insert(*id)).map_or(Ok(()), |id| Err(format!("“{id}” is there twice")))
}

/// Whether area, group and segment are known words.
fn known_words(id: &str, area: &str, group: &str, segment: &str) -> Result<(), String> {
    let place = Place::from_key(area).map_err(|error| format!("“{id}”: {error}"))?;
    if place.key() != area {
        return Err(format!("“{id}”: write the area as “{}”", place.key()));
    }
    if !group.is_empty() {
        registry::group(group).map_err(|error| format!("“{id}”: {error}"))?;
    }
    if !matches!(segment, "" | "unknown") {
        segment.parse::<terms::Segment>().map_err(|error| format!("“{id}”: {error}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_file_and_what_to_mend() {
        let read = |targets: &str| FigureData::from_texts("", targets, "", "").unwrap_err();
        let entry = "[[target]]\nid = 'a'\narea = '33.02'\nfrom_on = '2024-01-01'\n\
                     until_on = '2024-12-31'\nowner = 'x'\nsource = 's'\npublisher = 'p'\n\
                     status = 'reported'\n";
        let fault = read(&format!("{entry}percent = '40'\nof = 'nothing'\n"));
        assert_eq!(fault.to_string(), "data/figures/targets.toml: “a”: no denominator “nothing”");
        let fault = read(entry);
        assert!(fault.reason.contains("give heads or a percent"), "{fault}");
        let fault = read(&format!("{entry}heads = 1\n{entry}heads = 2\n"));
        assert!(fault.reason.contains("twice"), "{fault}");
        let fault = read("[[target]]\nid = 1\n");
        assert!(fault.reason.contains("line 2"), "{fault}");
    }

    #[test]
    fn every_area_in_the_figures_is_in_force() {
        let gazetteer = registry::Gazetteer::embedded();
        let data = figures();
        let areas = data.denominators.iter().map(|entry| &entry.area);
        let areas = areas.chain(data.targets.iter().map(|entry| &entry.area));
        let areas = areas.chain(data.outside.iter().map(|entry| &entry.area));
        for area in areas {
            if let Place::Areas(codes) = Place::from_key(area).unwrap() {
                assert!(codes.iter().all(|code| gazetteer.knows(code)), "{area}");
            }
        }
    }
}
