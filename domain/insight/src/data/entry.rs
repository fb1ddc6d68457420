//! Entries of the files of figures, as they are written.

use super::FigureFault;
use crate::{Amount, Qualifier, StatusWord, figure::SaidPercent};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use terms::{Date, Rate};

/// What a share is of.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DenominatorEntry {
    /// Its stable id.
    pub id: String,
    /// Rows of the stories and of the research it comes from.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Where.
    pub area: String,
    /// Of which group; empty for everyone.
    #[serde(default)]
    pub group: String,
    /// Of which segment; empty for all.
    #[serde(default)]
    pub segment: String,
    /// Which status word a share of it uses.
    pub counts: StatusWord,
    /// What was counted.
    pub basis: String,
    /// How many.
    pub value: i64,
    /// How the number was hedged.
    pub qualifier: Qualifier,
    /// What was counted, in Indonesian.
    pub definition_id: String,
    /// What was counted, in English.
    pub definition_en: String,
    /// Where it was read.
    pub source: String,
    /// Who published it.
    pub publisher: String,
    /// When it was said to be so.
    pub event_on: Option<Date>,
    /// When it was said.
    pub stated_on: Option<Date>,
    /// From when it is used.
    pub valid_from: Date,
    /// How sure we are.
    pub status: String,
}

/// A target.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetEntry {
    /// Its stable id.
    pub id: String,
    /// Rows of the stories and of the research it comes from.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Where.
    pub area: String,
    /// Of which group; empty for everyone.
    #[serde(default)]
    pub group: String,
    /// Of which segment; empty for all.
    #[serde(default)]
    pub segment: String,
    /// Heads, or
    pub heads: Option<i64>,
    /// a percentage.
    pub percent: Option<String>,
    /// The denominator the percentage is of.
    pub of: Option<String>,
    /// First day.
    pub from_on: Date,
    /// Last day.
    pub until_on: Date,
    /// Whose target it is.
    pub owner: String,
    /// Where it was read.
    pub source: String,
    /// Who published it.
    pub publisher: String,
    /// How sure we are.
    pub status: String,
}

impl DenominatorEntry {
    /// The number with its hedge.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        Amount::hedged(self.value, self.qualifier)
    }
}

impl TargetEntry {
    /// The percentage, where it is one.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        self.percent.as_deref().and_then(SaidPercent::parse).map(|said| said.rate())
    }
}

/// A published figure: heads, a percentage, or rupiah.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureEntry {
    /// Its stable id.
    pub id: String,
    /// Rows of the stories and of the research it comes from.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Where.
    pub area: String,
    /// What it is about.
    pub subject: String,
    /// Of which group; empty for everyone.
    #[serde(default)]
    pub group: String,
    /// Of which segment; empty for all, `unknown` where nobody said.
    #[serde(default)]
    pub segment: String,
    /// Heads, or
    pub persons: Option<i64>,
    /// a percentage, as a text whose decimals were said, or
    pub percent: Option<String>,
    /// rupiah.
    pub rupiah: Option<i64>,
    /// How it was hedged.
    pub qualifier: Qualifier,
    /// What it is of, in words.
    pub base: Option<String>,
    /// The status word of the source.
    pub status_word: Option<String>,
    /// What was said, in our words.
    pub sentence: String,
    /// Where it was read.
    pub source: String,
    /// Who published it.
    pub publisher: String,
    /// When it was said to be so.
    pub event_on: Option<Date>,
    /// When it was said.
    pub stated_on: Option<Date>,
    /// The day it holds for.
    pub as_of: Option<Date>,
    /// Numerator and denominator, where they were said.
    pub share: Option<ShareSaid>,
    /// The id of a figure that is part of this one.
    pub sub_total: Option<String>,
    /// The result in per cent that was stated with a target.
    pub result: Option<String>,
    /// What a number of everyone can be held against.
    pub scope: Option<Scope>,
    /// What it could be of.
    #[serde(default)]
    pub reading: Vec<ReadingEntry>,
}

/// Numerator and denominator of a share, as they were said.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareSaid {
    /// The share in per cent where the figure itself is heads ("all of them": 100).
    pub said: Option<String>,
    /// The numerator.
    pub part: Option<i64>,
    /// How it was hedged.
    pub part_qualifier: Option<Qualifier>,
    /// To what it was rounded.
    #[serde(default = "to_the_head")]
    pub part_rounded_to: i64,
    /// What makes up the numerator.
    #[serde(default)]
    pub parts: Vec<i64>,
    /// The denominator.
    pub whole: i64,
    /// To what it was rounded.
    #[serde(default = "to_the_head")]
    pub whole_rounded_to: i64,
}

const fn to_the_head() -> i64 {
    1
}

/// What a number of everyone in a place can be held against: the share another place has.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// People who live there.
    pub population: i64,
    /// The id of the other place's figure.
    pub like: String,
    /// People who live in that place.
    pub like_population: i64,
}

/// What a figure could be of.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingEntry {
    /// In Indonesian.
    pub base_id: String,
    /// In English.
    pub base_en: String,
    /// How many.
    pub of: i64,
}

/// The one list a file holds, under the name of its entries.
pub(super) fn read<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<Vec<T>, FigureFault> {
    let fault = |error: toml::de::Error| FigureFault { file, reason: error.to_string() };
    let mut lists: BTreeMap<String, Vec<T>> = toml::from_str(text).map_err(fault)?;
    let list = lists.pop_first();
    match (list, lists.first_key_value()) {
        (_, Some((other, _))) => {
            Err(FigureFault { file, reason: format!("holds a second list, “{other}”") })
        }
        (Some((_, entries)), None) => Ok(entries),
        (None, None) => Ok(Vec::new()),
    }
}
