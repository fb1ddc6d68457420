//! Why an amount is what it is: a tree of inputs, rules, articles, and how sure we are of them.

use serde::{Deserialize, Serialize};

/// How sure we are of a figure or an article. Shown wherever the figure is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The legal text itself was read.
    Confirmed,
    /// Read in a secondary source that quotes the text or the office.
    Reported,
    /// Computed from confirmed or reported figures.
    Derived,
    /// From memory or inference; must be checked against the official text.
    Unconfirmed,
    /// Not known. Asking for it is a refusal, never a guess.
    Unknown,
}

impl Status {
    /// The less certain of two: a chain is as strong as its weakest link.
    #[must_use]
    pub fn weakest(self, other: Self) -> Self {
        self.max(other)
    }

    /// The stored and printed word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Reported => "reported",
            Self::Derived => "derived",
            Self::Unconfirmed => "unconfirmed",
            Self::Unknown => "unknown",
        }
    }
}

/// The place in the law a rule stands on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// Id of the instrument in `law/instruments.toml`, for example `pp-50-2025`.
    pub instrument: String,
    /// Title as people cite it, for example `PP 50/2025`.
    pub title: String,
    /// Article, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub article: Option<String>,
    /// Whether the *article* has been confirmed; the figure has its own status.
    pub status: Status,
}

/// One step of an explanation, with the steps it rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Because {
    /// Stable key of the rule, for example `contribution.jkk`.
    pub rule: String,
    /// The sentence in Indonesian, for people.
    pub id: String,
    /// The sentence in English, for people.
    pub en: String,
    /// Inputs and their values as text, in reading order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inputs: Vec<(String, String)>,
    /// Where it stands in the law.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub citations: Vec<Citation>,
    /// How sure we are of the figure.
    pub status: Status,
    /// What this step rests on.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<Because>,
}

impl Because {
    /// A step with its two sentences.
    #[must_use]
    pub fn new(rule: &str, status: Status, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            id: id.into(),
            en: en.into(),
            inputs: Vec::new(),
            citations: Vec::new(),
            status,
            parts: Vec::new(),
        }
    }

    /// Adds an input that was used.
    #[must_use]
    pub fn input(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.inputs.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds the place in the law.
    #[must_use]
    pub fn cite(mut self, citation: Citation) -> Self {
        self.citations.push(citation);
        self
    }

    /// Adds a step this one rests on.
    #[must_use]
    pub fn part(mut self, part: Because) -> Self {
        self.parts.push(part);
        self
    }

    /// The least certain status in the whole tree.
    #[must_use]
    pub fn weakest(&self) -> Status {
        self.parts.iter().map(Self::weakest).fold(self.status, Status::weakest)
    }
}

/// A computed value that cannot be had without its explanation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Assessment<T> {
    amount: T,
    because: Because,
}

impl<T> Assessment<T> {
    /// The only way to make one: value and reason together.
    pub const fn new(amount: T, because: Because) -> Self {
        Self { amount, because }
    }

    /// The value.
    pub const fn amount(&self) -> &T {
        &self.amount
    }

    /// Why.
    pub const fn because(&self) -> &Because {
        &self.because
    }

    /// Both, taken apart.
    pub fn into_parts(self) -> (T, Because) {
        (self.amount, self.because)
    }
}
