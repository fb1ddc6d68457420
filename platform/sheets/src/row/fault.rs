//! What is wrong with a row: a code, a field, and a sentence a village clerk understands.

use crate::columns::Field;
use std::fmt;

/// One thing that is wrong with a row.
#[derive(Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Stable code.
    pub code: &'static str,
    /// The field.
    pub field: Field,
    /// What is wrong and what to do, in Indonesian.
    pub sentence_id: String,
    /// The same in English.
    pub sentence_en: String,
}

impl RowFault {
    pub(super) fn new(
        code: &'static str,
        field: Field,
        indonesian: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self { code, field, sentence_id: indonesian.into(), sentence_en: english.into() }
    }

    /// A fault that quotes what stands in the cell.
    pub(super) fn quoting(
        code: &'static str,
        field: Field,
        text: &str,
        indonesian: &str,
        english: &str,
    ) -> Self {
        let word = field.word();
        let text: String = crate::names::clean(text).chars().take(40).collect();
        let sentence_id = format!("{word} “{text}”: {indonesian}");
        Self::new(code, field, sentence_id, format!("{word} “{text}”: {english}"))
    }

    pub(super) fn missing(field: Field) -> Self {
        let word = field.word();
        Self::new(
            "MISSING",
            field,
            format!("{word} kosong; isi kolom ini"),
            format!("{word} is empty; fill in this column"),
        )
    }
}

/// The code with its field where the code needs one: `MISSING(nama)`.
impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.contains("NIK") || self.code.contains("MISMATCH") {
            f.write_str(self.code)
        } else {
            write!(f, "{}({})", self.code, self.field)
        }
    }
}

/// Sentences quote personal data: they are not printed by accident.
impl fmt::Debug for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
