//! Why something of a campaign is refused: which field, which rule, and the way out, in two languages.

use crate::OutreachRefusal;
use access::{Forbidden, SealError};
use db::DbError;
use regulation::LawError;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum CampaignRefusal {
    /// There is no such thing, or not where the actor looks.
    #[error("there is no such {0}; look at the list")]
    NotFound(&'static str),
    /// A field breaks a rule.
    #[error("{}", .0.en)]
    Field(Box<Said>),
    /// What was asked does not fit what is there.
    #[error("{}", .0.en)]
    Conflict(Box<Said>),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law does not say.
    #[error(transparent)]
    Law(#[from] LawError),
    /// What was sealed does not open.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// An event of a phone was refused.
    #[error(transparent)]
    Event(#[from] OutreachRefusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A rule that was broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Stable code of the rule.
    pub code: &'static str,
    /// The field it is about, as it is sent.
    pub field: String,
    /// The sentence in Indonesian, with the way out.
    pub id: String,
    /// The sentence in English, with the way out.
    pub en: String,
}

/// A field that breaks a rule.
pub(crate) fn field(
    code: &'static str,
    field: impl Into<String>,
    id: impl Into<String>,
    en: impl Into<String>,
) -> CampaignRefusal {
    CampaignRefusal::Field(Box::new(Said {
        code,
        field: field.into(),
        id: id.into(),
        en: en.into(),
    }))
}

/// Something that does not fit what is there.
pub(crate) fn conflict(
    code: &'static str,
    of: impl Into<String>,
    id: impl Into<String>,
    en: impl Into<String>,
) -> CampaignRefusal {
    CampaignRefusal::Conflict(Box::new(Said {
        code,
        field: of.into(),
        id: id.into(),
        en: en.into(),
    }))
}

/// A text of 1 to `most` characters, trimmed.
pub(crate) fn text(name: &'static str, text: &str, most: usize) -> Result<String, CampaignRefusal> {
    let trimmed = text.trim();
    if (1..=most).contains(&trimmed.chars().count()) {
        return Ok(trimmed.to_owned());
    }
    Err(field(
        "TEXT",
        name,
        format!("{name}: isi 1 sampai {most} karakter"),
        format!("{name}: write 1 to {most} characters"),
    ))
}

/// A text of at most so many characters, trimmed; none is empty.
pub(crate) fn note(
    name: &'static str,
    text: Option<&str>,
    most: usize,
) -> Result<String, CampaignRefusal> {
    let trimmed = text.unwrap_or_default().trim();
    if trimmed.chars().count() <= most {
        return Ok(trimmed.to_owned());
    }
    Err(field(
        "TEXT",
        name,
        format!("{name}: paling banyak {most} karakter"),
        format!("{name}: at most {most} characters"),
    ))
}

/// Why, in 3 to 300 characters.
pub(crate) fn reason(text: &str) -> Result<String, CampaignRefusal> {
    let trimmed = text.trim();
    if (3..=300).contains(&trimmed.chars().count()) {
        return Ok(trimmed.to_owned());
    }
    Err(field(
        "REASON",
        "reason",
        "Tulis alasannya dalam 3 sampai 300 karakter",
        "write in 3 to 300 characters why",
    ))
}

/// A word that is not in its list.
pub(crate) fn unknown_word(name: impl Into<String>, said: &str, known: &str) -> CampaignRefusal {
    let said: String = said.chars().take(40).collect();
    field(
        "UNKNOWN_WORD",
        name,
        format!("“{said}” tidak dikenal; yang ada: {known}"),
        format!("“{said}” is not known; there are: {known}"),
    )
}

/// A count from nothing to a million.
pub(crate) fn count(name: &'static str, n: i64) -> Result<i64, CampaignRefusal> {
    if (0..=1_000_000).contains(&n) {
        return Ok(n);
    }
    Err(field(
        "COUNT",
        name,
        format!("{name}: isi bilangan bulat 0 sampai 1.000.000"),
        format!("{name}: write a whole number from 0 to 1,000,000"),
    ))
}

impl CampaignRefusal {
    /// Stable code for programs; none where another department speaks.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::NotFound(_) => Some("NOT_FOUND"),
            Self::Field(said) | Self::Conflict(said) => Some(said.code),
            _ => None,
        }
    }

    /// The sentence in Indonesian, where this department speaks.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NotFound(what) => format!("{} itu tidak ada; lihat daftarnya", named(what)),
            Self::Field(said) | Self::Conflict(said) => said.id.clone(),
            Self::Forbidden(error) => error.indonesian(),
            Self::Event(error) => error.indonesian(),
            other => other.to_string(),
        }
    }
}

fn named(what: &str) -> &'static str {
    match what {
        "campaign" => "Kampanye",
        "season" => "Musim kampanye",
        "event" => "Kegiatan",
        "lead" => "Calon peserta",
        "task" => "Tugas",
        "agreement" => "Perjanjian",
        "person" => "Orang",
        _ => "Hal",
    }
}
