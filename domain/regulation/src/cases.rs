//! Worked examples as data (`law/cases`): a situation, and the exact figures that must come out.
//!
//! Every proof that says "the law's cases pass" runs these: the tests of this crate, the API's, and
//! the database's. An example with a kind nobody knows is an error, not a skipped one.

mod answer;
mod question;

pub use question::*;

use crate::{Law, law::LAW_FILES};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// An expected or computed figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    /// Rupiah, a count, a day.
    Number(i64),
    /// A word, a state, a date.
    Text(String),
}

impl From<i64> for Figure {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<terms::Rupiah> for Figure {
    fn from(amount: terms::Rupiah) -> Self {
        Self::Number(amount.get())
    }
}

impl<T: fmt::Display> From<&T> for Figure {
    fn from(text: &T) -> Self {
        Self::Text(text.to_string())
    }
}

/// Figures by name.
pub type Figures = BTreeMap<String, Figure>;

/// A worked example.
#[derive(Clone, Debug)]
pub struct Case {
    /// Stable id, `G14`.
    pub id: String,
    /// What it is about, in one line.
    pub title: String,
    /// The file below `law/cases`.
    pub file: String,
    /// Where it comes from.
    pub source: String,
    /// Whether its result, or the decisive number, was published by that source.
    pub published: bool,
    /// What is asked.
    pub question: Question,
    /// The figures that must come out; `refused` holds the code of a refusal.
    pub expect: Figures,
}

/// A case file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("law/cases/{file}: {what}")]
pub struct CaseError {
    /// The file.
    pub file: String,
    /// What is wrong and where.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    id: String,
    title: String,
    kind: String,
    source: String,
    published: bool,
    input: toml::Table,
    expect: Figures,
}

/// The cases this program was built with.
pub fn built_in() -> Result<Vec<Case>, CaseError> {
    let mut cases = Vec::new();
    for (name, text) in LAW_FILES {
        if let Some(file) = name.strip_prefix("cases/") {
            cases.extend(from_text(file, text)?);
        }
    }
    Ok(cases)
}

/// The cases of a text.
pub fn from_text(file: &str, text: &str) -> Result<Vec<Case>, CaseError> {
    let wrong = |what: String| CaseError { file: file.to_owned(), what };
    let raw: RawFile = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    raw.case
        .into_iter()
        .map(|raw| {
            let question = Question::read(&raw.kind, raw.input)
                .map_err(|error| wrong(format!("case {}: {error}", raw.id)))?;
            if raw.expect.is_empty() {
                return Err(wrong(format!("case {}: nothing is expected", raw.id)));
            }
            Ok(Case {
                id: raw.id,
                title: raw.title,
                file: file.to_owned(),
                source: raw.source,
                published: raw.published,
                question,
                expect: raw.expect,
            })
        })
        .collect()
}

impl Case {
    /// Computes the case by a law; `Err` tells what came out instead.
    pub fn check(&self, law: &Law) -> Result<(), String> {
        let found = match self.question.answer(law) {
            Ok(figures) => figures,
            Err(error) => Figures::from([("refused".into(), Figure::Text(error.code().into()))]),
        };
        self.compare(&found)
    }

    /// Compares figures computed elsewhere, by the API or a database, with the expected ones.
    pub fn compare(&self, found: &Figures) -> Result<(), String> {
        for (name, expected) in &self.expect {
            if found.get(name) != Some(expected) {
                return Err(format!(
                    "{} {} ({}): {name} should be {expected:?}, came out {:?}",
                    self.file,
                    self.id,
                    self.title,
                    found.get(name).or_else(|| found.get("refused"))
                ));
            }
        }
        if found.contains_key("refused") && !self.expect.contains_key("refused") {
            return Err(format!("{} {}: refused {:?}", self.file, self.id, found.get("refused")));
        }
        Ok(())
    }
}
