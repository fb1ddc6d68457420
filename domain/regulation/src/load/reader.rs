//! A value of a law file with its place in the text, so that every complaint names its line.

use super::LoadError;
use terms::{Date, Month};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The line of a place in a text, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    file: &'a str,
    text: &'a str,
    at: usize,
    kind: Kind<'a>,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    Table(&'a DeTable<'a>),
    Other(&'a DeValue<'a>),
}

impl<'a> Node<'a> {
    pub(super) fn root(file: &'a str, text: &'a str, table: &'a Spanned<DeTable<'a>>) -> Self {
        Self { file, text, at: 0, kind: Kind::Table(table.get_ref()) }
    }

    fn child(&self, value: &'a Spanned<DeValue<'a>>) -> Self {
        let kind = match value.get_ref() {
            DeValue::Table(table) => Kind::Table(table),
            other => Kind::Other(other),
        };
        Self { file: self.file, text: self.text, at: value.span().start, kind }
    }

    pub(super) fn line(&self) -> usize {
        line_of(self.text, self.at)
    }

    pub(super) fn error(&self, id: impl Into<String>, en: impl Into<String>) -> LoadError {
        LoadError { file: self.file.to_owned(), line: self.line(), id: id.into(), en: en.into() }
    }

    fn table(&self) -> Result<&'a DeTable<'a>, LoadError> {
        match self.kind {
            Kind::Table(table) => Ok(table),
            Kind::Other(_) => Err(self.error(
                "di sini seharusnya sekelompok nama dan nilai, { nama = nilai }",
                "names with values belong here, { name = value }",
            )),
        }
    }

    /// Refuses names that nobody reads: a misspelt field must not be lost silently.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), LoadError> {
        for (key, value) in self.table()?.iter() {
            let name = key.get_ref();
            if !known.contains(&name.as_ref()) {
                let known = known.join(", ");
                let place = Self { at: key.span().start, ..self.child(value) };
                return Err(place.error(
                    format!("“{name}” tidak dikenal di sini; yang dikenal: {known}"),
                    format!("“{name}” is not known here; known are: {known}"),
                ));
            }
        }
        Ok(())
    }

    pub(super) fn find(&self, name: &str) -> Result<Option<Self>, LoadError> {
        Ok(self.table()?.get(name).map(|value| self.child(value)))
    }

    pub(super) fn get(&self, name: &str) -> Result<Self, LoadError> {
        self.find(name)?.ok_or_else(|| {
            self.error(
                format!("“{name}” belum diisi; tambahkan"),
                format!("“{name}” is missing; add it"),
            )
        })
    }

    pub(super) fn list(&self, name: &str) -> Result<Vec<Self>, LoadError> {
        self.get(name)?.items()
    }

    pub(super) fn items(&self) -> Result<Vec<Self>, LoadError> {
        match self.kind {
            Kind::Other(DeValue::Array(items)) => {
                Ok(items.iter().map(|item| self.child(item)).collect())
            }
            _ => Err(self.error("di sini seharusnya daftar, [ … ]", "a list belongs here, [ … ]")),
        }
    }

    /// Names and values of a table; none when this is not one.
    pub(super) fn fields(&self) -> Option<Vec<(&'a str, Self)>> {
        match self.kind {
            Kind::Table(table) => Some(
                table
                    .iter()
                    .map(|(key, value)| (key.get_ref().as_ref(), self.child(value)))
                    .collect(),
            ),
            Kind::Other(_) => None,
        }
    }

    pub(super) fn as_text(&self) -> Result<&'a str, LoadError> {
        match self.kind {
            Kind::Other(DeValue::String(text)) => Ok(text.as_ref()),
            _ => Err(self.error(
                "di sini seharusnya teks dalam tanda kutip, \"…\"",
                "a text in quotes belongs here, \"…\"",
            )),
        }
    }

    pub(super) fn as_number(&self) -> Result<i64, LoadError> {
        let number = match self.kind {
            Kind::Other(DeValue::Integer(number)) if number.radix() == 10 => {
                number.as_str().replace('_', "").parse().ok()
            }
            _ => None,
        };
        number.filter(|number| *number >= 0).ok_or_else(|| {
            self.error(
                "di sini seharusnya bilangan bulat tanpa tanda kutip, misalnya 6_800",
                "a whole number without quotes belongs here, for example 6_800",
            )
        })
    }

    pub(super) fn as_flag(&self) -> Result<bool, LoadError> {
        match self.kind {
            Kind::Other(DeValue::Boolean(flag)) => Ok(*flag),
            _ => Err(self.error(
                "di sini seharusnya true atau false tanpa tanda kutip",
                "true or false belongs here, without quotes",
            )),
        }
    }

    /// Whether the text `"unknown"` stands here.
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self.kind, Kind::Other(DeValue::String(text)) if text == "unknown")
    }

    /// A date, `2025-12-22`, or a month in quotes, `"2026-01"`: its first or its last day.
    pub(super) fn as_date(&self, last_day: bool) -> Result<Date, LoadError> {
        let refuse = || {
            self.error(
                "tanggal ditulis 2025-12-22, bulan ditulis \"2026-01\"",
                "a date is written 2025-12-22, a month \"2026-01\"",
            )
        };
        match self.kind {
            Kind::Other(DeValue::Datetime(at)) => at.to_string().parse().map_err(|_| refuse()),
            Kind::Other(DeValue::String(text)) => match text.parse::<Month>() {
                Ok(month) => Ok(if last_day { month.last_day() } else { month.first_day() }),
                Err(_) => text.parse().map_err(|_| refuse()),
            },
            _ => Err(refuse()),
        }
    }

    pub(super) fn as_month(&self) -> Result<Month, LoadError> {
        self.as_text()?
            .parse()
            .map_err(|_| self.error("bulan ditulis \"2026-01\"", "a month is written \"2026-01\""))
    }

    /// One of the words of the scheme.
    pub(super) fn as_term<T>(&self) -> Result<T, LoadError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.as_text()?.parse().map_err(|error: T::Err| {
            self.error(format!("kata tidak dikenal: {error}"), error.to_string())
        })
    }

    pub(super) fn terms<T>(&self, name: &str) -> Result<Vec<T>, LoadError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        match self.find(name)? {
            Some(node) => node.items()?.iter().map(Self::as_term).collect(),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, LoadError> {
        self.get(name)?.as_text()
    }

    pub(super) fn date(&self, name: &str) -> Result<Date, LoadError> {
        self.get(name)?.as_date(false)
    }
}
