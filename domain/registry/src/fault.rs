//! What is wrong with a field: which rule it broke and the way out, in both languages.

use serde::Serialize;

/// A refusal of one field. The sentences never repeat personal data beyond what helps to mend it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FieldFault {
    /// The field, as the API and the canonical sheet call it.
    pub field: &'static str,
    /// Stable code of the rule.
    pub code: &'static str,
    /// The sentence in Indonesian.
    pub id: String,
    /// The sentence in English.
    pub en: String,
}

impl FieldFault {
    /// A fault with its two sentences.
    #[must_use]
    pub fn new(
        field: &'static str,
        code: &'static str,
        id: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { field, code, id: id.into(), en: en.into() }
    }

    /// A field that must be filled in and was not.
    #[must_use]
    pub fn missing(field: &'static str, id: &str, en: &str) -> Self {
        Self::new(field, "MISSING", format!("{id} belum diisi"), format!("{en} is missing"))
    }
}

impl std::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.en)
    }
}

/// Several faults, told together: one visit mends them all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct FieldFaults(pub Vec<FieldFault>);

/// Collects faults while a form is read, so that all of them come back at once.
#[derive(Default)]
pub(crate) struct Faults(Vec<FieldFault>);

impl Faults {
    /// Keeps the value, or the fault.
    pub(crate) fn take<T>(&mut self, read: Result<T, FieldFault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.0.push(fault);
                None
            }
        }
    }

    /// Adds a fault.
    pub(crate) fn push(&mut self, fault: FieldFault) {
        self.0.push(fault);
    }

    /// All of them, if there are any.
    pub(crate) fn done(self) -> Result<(), FieldFaults> {
        if self.0.is_empty() { Ok(()) } else { Err(FieldFaults(self.0)) }
    }
}
