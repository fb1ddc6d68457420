//! What is asked: where, of whom, counted how, on which day.

use crate::{CoverageRefusal, Place, StatusWord};
use registry::{group, groups_counted};
use serde::Serialize;
use terms::{Date, Payer, Segment};

/// Persons and memberships are counted apart: one person may have several memberships.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// People, each once, in the best of their states.
    Persons,
    /// Memberships: a person in a segment.
    Memberships,
}

impl Measure {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Memberships => "memberships",
        }
    }
}

/// A question about coverage that can be answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Question {
    /// Where.
    pub place: Place,
    /// On which day.
    pub as_of: Date,
    /// What is counted.
    pub measure: Measure,
    /// Only this group.
    pub group: Option<&'static str>,
    /// Only this segment.
    pub segment: Option<Segment>,
    /// Only what this payer pays.
    pub payer: Option<Payer>,
}

impl Question {
    /// Everyone somewhere on a day.
    #[must_use]
    pub const fn persons(place: Place, as_of: Date) -> Self {
        Self { place, as_of, measure: Measure::Persons, group: None, segment: None, payer: None }
    }

    /// A question with its dimensions. Without a measure, a segment or payer asks for memberships
    /// and everything else for persons.
    pub fn new(
        place: Place,
        as_of: Date,
        measure: Option<Measure>,
        group: Option<&'static str>,
        segment: Option<Segment>,
        payer: Option<Payer>,
    ) -> Result<Self, CoverageRefusal> {
        let by_membership = segment.is_some() || payer.is_some();
        let measure = match (measure, group, by_membership) {
            (_, Some(_), true) => return Err(CoverageRefusal::GroupWithSegment),
            (Some(Measure::Persons), _, true) => return Err(CoverageRefusal::PersonsWithSegment),
            (Some(Measure::Memberships), Some(_), _) => {
                return Err(CoverageRefusal::MembershipsWithGroup);
            }
            (Some(measure), _, _) => measure,
            (None, _, true) => Measure::Memberships,
            (None, _, false) => Measure::Persons,
        };
        Ok(Self { place, as_of, measure, group, segment, payer })
    }

    /// The rosters that are counted; one empty word is everyone.
    #[must_use]
    pub fn rosters(&self) -> Vec<String> {
        match self.group {
            Some(code) => groups_counted(code).into_iter().map(str::to_owned).collect(),
            None => vec![String::new()],
        }
    }

    /// Of whom the counts are, in Indonesian and English.
    #[must_use]
    pub fn of_whom(&self) -> (String, String) {
        let (mut id, mut en): (String, String) = match (self.measure, self.group) {
            (Measure::Persons, Some(code)) => {
                let group = group(code).ok();
                let (id, en) = group.map_or((code, code), |g| (g.name_id, g.name_en));
                (format!("orang dalam daftar {id}"), format!("persons on the roster of {en}"))
            }
            (Measure::Persons, None) => (
                "orang menurut tempat tinggal, masing-masing sekali".into(),
                "persons by place of residence, each once".into(),
            ),
            (Measure::Memberships, _) => (
                "kepesertaan menurut tempat tinggal".into(),
                "memberships by place of residence".into(),
            ),
        };
        if self.rosters().len() > 1 {
            id.push_str(" (siapa yang ada di dua daftar dihitung di keduanya)");
            en.push_str(" (someone on two of its rosters is counted on each)");
        }
        if let Some(segment) = self.segment {
            id.push_str(&format!(", segmen {segment}"));
            en.push_str(&format!(", segment {segment}"));
        }
        if let Some(payer) = self.payer {
            id.push_str(&format!(", dibayar oleh {payer}"));
            en.push_str(&format!(", paid by {payer}"));
        }
        (id, en)
    }

    /// What is counted, as a sentence printed with the figure, in Indonesian and English.
    #[must_use]
    pub fn definition(&self) -> (String, String) {
        let (id, en) = self.of_whom();
        let (active, registered) = (StatusWord::Active, StatusWord::Registered);
        (
            format!(
                "Jumlah {id}, menurut status pada {}. {}; {}.",
                self.as_of,
                capital(active.meaning_id()),
                registered.meaning_id()
            ),
            format!(
                "Number of {en}, by state on {}. {}; {}.",
                self.as_of,
                capital(active.meaning_en()),
                registered.meaning_en()
            ),
        )
    }
}

/// The sentence with a capital first letter.
pub(crate) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_and_memberships_are_not_mixed() {
        let day = jiff::civil::date(2024, 4, 24);
        let ask = |measure, group, segment| {
            Question::new(Place::Nation, day, measure, group, segment, None)
        };
        assert_eq!(ask(None, Some("bpd"), None).unwrap().measure, Measure::Persons);
        assert_eq!(ask(None, None, Some(Segment::Bpu)).unwrap().measure, Measure::Memberships);
        assert_eq!(ask(None, None, None).unwrap().measure, Measure::Persons);
        let refusal = |asked: Result<Question, CoverageRefusal>| asked.unwrap_err().code();
        assert_eq!(
            refusal(ask(None, Some("bpd"), Some(Segment::Bpu))),
            "COVERAGE_GROUP_WITH_SEGMENT"
        );
        assert_eq!(
            refusal(ask(Some(Measure::Persons), None, Some(Segment::Bpu))),
            "COVERAGE_PERSONS_WITH_SEGMENT"
        );
        assert_eq!(
            refusal(ask(Some(Measure::Memberships), Some("rt"), None)),
            "COVERAGE_MEMBERSHIPS_WITH_GROUP"
        );
    }

    #[test]
    fn heads_of_rt_and_rw_are_counted_together() {
        let day = jiff::civil::date(2024, 4, 24);
        let asked = Question::new(Place::Nation, day, None, Some("rt_rw"), None, None).unwrap();
        assert_eq!(asked.rosters(), ["rt", "rw"]);
        assert!(asked.definition().1.contains("2024-04-24"), "{:?}", asked.definition());
    }
}
