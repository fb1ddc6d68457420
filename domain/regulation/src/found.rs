//! A value the law gave on a date, with the entry it stands in, ready to be cited.

use crate::{Entry, LawError, Leaf, Parameter, Value};
use terms::{Because, Date, Rate, Rupiah};

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a, T> {
    pub(crate) value: T,
    pub(crate) parameter: &'a Parameter,
    pub(crate) entry: &'a Entry,
    /// Name of the value in a table; empty for a single value.
    name: &'a str,
}

impl<'a> Found<'a, &'a Leaf> {
    /// The named value of a parameter on a date; an empty name for a single value.
    pub(crate) fn look(
        parameter: &'a Parameter,
        name: &'a str,
        date: Date,
    ) -> Result<Self, LawError> {
        let entry = parameter.at(date)?;
        let leaf = match &entry.value {
            Value::One(leaf) if name.is_empty() => Some(leaf),
            Value::Table(leaves) => leaves.get(name),
            _ => None,
        };
        match leaf {
            Some(Leaf::Unknown) | None => Err(parameter.unknown(name)),
            Some(value) => Ok(Self { value, parameter, entry, name }),
        }
    }

    fn mapped<T>(self, value: Option<T>) -> Result<Found<'a, T>, LawError> {
        let Self { parameter, entry, name, .. } = self;
        value
            .map(|value| Found { value, parameter, entry, name })
            .ok_or_else(|| LawError::NoSuchParameter { parameter: parameter.key.clone() })
    }

    pub(crate) fn rupiah(self) -> Result<Found<'a, Rupiah>, LawError> {
        self.mapped(if let Leaf::Rupiah(value) = self.value { Some(*value) } else { None })
    }

    pub(crate) fn rate(self) -> Result<Found<'a, Rate>, LawError> {
        self.mapped(if let Leaf::Rate(value) = self.value { Some(*value) } else { None })
    }

    pub(crate) fn number(self) -> Result<Found<'a, i64>, LawError> {
        self.mapped(if let Leaf::Number(value) = self.value { Some(*value) } else { None })
    }

    pub(crate) fn flag(self) -> Result<Found<'a, bool>, LawError> {
        self.mapped(if let Leaf::Flag(value) = self.value { Some(*value) } else { None })
    }

    pub(crate) fn word(self) -> Result<Found<'a, &'a str>, LawError> {
        let word = if let Leaf::Word(value) = self.value { Some(value.as_str()) } else { None };
        self.mapped(word)
    }
}

impl<T: Copy + std::fmt::Display> Found<'_, T> {
    /// The value as a step of an explanation, cited.
    pub(crate) fn because(&self) -> Because {
        let Parameter { title_id, title_en, .. } = self.parameter;
        let name = if self.name.is_empty() { String::new() } else { format!(" ({})", self.name) };
        let rule = if self.name.is_empty() {
            self.parameter.key.clone()
        } else {
            format!("{}.{}", self.parameter.key, self.name)
        };
        let value = self.value;
        cited(
            Because::new(
                &rule,
                self.entry.status,
                format!("{title_id}{name}: {value}"),
                format!("{title_en}{name}: {value}"),
            ),
            self.parameter,
            self.entry,
        )
    }
}

/// Adds citation, note and the day of reading to a step.
pub(crate) fn cited(because: Because, parameter: &Parameter, entry: &Entry) -> Because {
    let because = because.cite(entry.source.clone()).input("read_through", parameter.read_through);
    if entry.note.is_empty() { because } else { because.input("note", &entry.note) }
}
