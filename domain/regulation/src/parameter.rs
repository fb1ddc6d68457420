//! A parameter of the law and its history: one entry a date, each with source and status.

use crate::{LawError, relief::Relief, tier::Tiers};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use terms::{Citation, Date, Rate, Rupiah, Status};

/// What the values of a parameter are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Whole rupiah.
    Rupiah,
    /// Per cent, written as a text: `"0.24"`.
    Percent,
    /// Multiples of a base.
    Times,
    /// Months.
    Months,
    /// Days.
    Days,
    /// Years.
    Years,
    /// A day of the month.
    Day,
    /// A plain number.
    Number,
    /// Yes or no.
    Flag,
    /// One of a few words.
    Word,
    /// A list of labels.
    Words,
    /// A table of income bands.
    Tiers,
    /// Relief rules.
    Relief,
}

impl Unit {
    /// Every unit with its word in a law file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("rupiah", Self::Rupiah),
        ("percent", Self::Percent),
        ("times", Self::Times),
        ("months", Self::Months),
        ("days", Self::Days),
        ("years", Self::Years),
        ("day", Self::Day),
        ("number", Self::Number),
        ("flag", Self::Flag),
        ("word", Self::Word),
        ("words", Self::Words),
        ("tiers", Self::Tiers),
        ("relief", Self::Relief),
    ];

    /// The word in a law file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, unit)| *unit == self).map_or("", |(word, _)| word)
    }
}

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Leaf {
    /// Written `"unknown"`: asking is a refusal.
    Unknown,
    /// Money.
    Rupiah(Rupiah),
    /// A share.
    Rate(Rate),
    /// A count of anything.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A word.
    Word(String),
}

impl std::fmt::Display for Leaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Rupiah(value) => value.fmt(f),
            Self::Rate(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Flag(value) => value.fmt(f),
            Self::Word(value) => value.fmt(f),
        }
    }
}

impl Serialize for Leaf {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rupiah(value) => s.serialize_i64(value.get()),
            Self::Number(value) => s.serialize_i64(*value),
            Self::Flag(value) => s.serialize_bool(*value),
            Self::Unknown | Self::Rate(_) | Self::Word(_) => s.collect_str(self),
        }
    }
}

/// What an entry holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One value.
    One(Leaf),
    /// Several named values.
    Table(BTreeMap<String, Leaf>),
    /// Labels.
    Words(Vec<String>),
    /// Income bands.
    Tiers(Tiers),
    /// A relief rule.
    Relief(Box<Relief>),
}

/// From when an entry speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dated {
    /// From this day on.
    From(Date),
    /// Nobody knows since when: shown in the history, never used.
    Unknown,
}

impl Serialize for Dated {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::From(date) => s.collect_str(date),
            Self::Unknown => s.serialize_str("unknown"),
        }
    }
}

/// All that is known about one date of a parameter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    /// Name of a rule among several, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First day.
    pub from: Dated,
    /// Last day, when it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The value.
    pub value: Value,
    /// How sure we are of the value.
    pub status: Status,
    /// Where it stands in the law.
    pub source: Citation,
    /// A short note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it was seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen_in: Vec<String>,
    /// Line of the file on which the entry begins.
    pub line: usize,
}

impl Entry {
    /// Whether it speaks on a date.
    #[must_use]
    pub fn speaks_on(&self, date: Date) -> bool {
        matches!(self.from, Dated::From(from) if from <= date)
            && self.until.is_none_or(|until| date <= until)
    }
}

/// A parameter with its whole history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Parameter {
    /// Stable key, the path of its file: `contribution.jkm_bpu`.
    pub key: String,
    /// Title in Indonesian.
    pub title_id: String,
    /// Title in English.
    pub title_en: String,
    /// What its values are.
    #[serde(serialize_with = "unit_word")]
    pub unit: Unit,
    /// The day a person last looked.
    pub read_through: Date,
    /// The last day for which it may be asked.
    pub ahead_until: Date,
    /// The file it was read from, below the law folder.
    pub file: String,
    /// The history, oldest first; an entry of unknown date comes last.
    pub entries: Vec<Entry>,
    /// The file's own text, for those who carry the law on.
    #[serde(skip)]
    pub text: String,
}

fn unit_word<S: Serializer>(unit: &Unit, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(unit.word())
}

impl Parameter {
    /// The entry that speaks on a date, if any does.
    #[must_use]
    pub fn find(&self, date: Date) -> Option<&Entry> {
        if date > self.ahead_until {
            return None;
        }
        self.entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.from, Dated::From(from) if from <= date))
            .filter(|entry| entry.speaks_on(date))
    }

    /// The entry that speaks on a date, or the refusal.
    pub fn at(&self, date: Date) -> Result<&Entry, LawError> {
        self.find(date).ok_or_else(|| LawError::NotRead {
            parameter: self.key.clone(),
            title_id: self.title_id.clone(),
            title_en: self.title_en.clone(),
            date,
            read_through: self.read_through,
        })
    }

    pub(crate) fn unknown(&self, name: &str) -> LawError {
        let full = |title: &str| {
            if name.is_empty() { title.to_owned() } else { format!("{title} ({name})") }
        };
        LawError::Unknown {
            parameter: if name.is_empty() {
                self.key.clone()
            } else {
                format!("{}.{name}", self.key)
            },
            title_id: full(&self.title_id),
            title_en: full(&self.title_en),
        }
    }
}
