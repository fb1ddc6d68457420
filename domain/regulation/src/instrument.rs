//! A legal instrument: a law, a government or ministerial regulation, an instruction.

use serde::Serialize;
use terms::{Date, Status};

/// An instrument that parameters cite.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Instrument {
    /// Stable id, `pp-50-2025`.
    pub id: String,
    /// As people cite it, `PP 50/2025`.
    pub title: String,
    /// What it is about, in Indonesian.
    pub subject_id: String,
    /// What it is about, in English.
    pub subject_en: String,
    /// Day it was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<Date>,
    /// Day it was put into the gazette.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgated: Option<Date>,
    /// Day it entered into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Date>,
    /// How sure we are of the dates.
    pub dates_status: Status,
    /// Where its text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// A short note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}
