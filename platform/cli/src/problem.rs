//! How refusals are said: a sentence with the way out, or problem details (RFC 9457) as JSON.

use crate::speech::Speech;
use clap::error::ErrorKind;
use regulation::{LawError, LoadErrors};
use serde::Serialize;
use std::process::ExitCode;

/// Wrong usage: said like any other mistake of typing, exit code 2.
#[derive(Debug)]
pub(crate) struct Misuse {
    pub(crate) kind: ErrorKind,
    pub(crate) sentence: String,
}

impl Misuse {
    /// Something is missing.
    pub(crate) fn missing(sentence: impl Into<String>) -> anyhow::Error {
        Self { kind: ErrorKind::MissingRequiredArgument, sentence: sentence.into() }.into()
    }

    /// Something is written wrongly, or does not go together.
    pub(crate) fn wrong(sentence: impl Into<String>) -> anyhow::Error {
        Self { kind: ErrorKind::ValueValidation, sentence: sentence.into() }.into()
    }
}

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Misuse {}

/// Problem details of a refusal.
#[derive(Debug, Serialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// Prints a refusal on stderr; exit code 1.
pub(crate) fn print(refused: &anyhow::Error, speech: Speech) -> ExitCode {
    let problem = Problem::of(refused, speech);
    if speech.is_json() {
        eprintln!("{}", serde_json::to_string(&problem).unwrap_or(problem.detail));
    } else {
        eprintln!("{}", problem.detail);
    }
    ExitCode::FAILURE
}

impl Problem {
    fn of(refused: &anyhow::Error, speech: Speech) -> Self {
        let (code, field, id, en) = sorted(refused);
        Self {
            kind: format!("urn:lindung:problem:{}", code.to_lowercase().replace('_', "-")),
            title: speech.pick("Ditolak", "Refused"),
            detail: speech.pick(id, en),
            code,
            field,
        }
    }
}

/// Code, field, and the sentence in two languages.
fn sorted(refused: &anyhow::Error) -> (&'static str, Option<&'static str>, String, String) {
    if let Some(error) = refused.downcast_ref::<LawError>() {
        return (error.code(), error.field(), error.indonesian(), error.to_string());
    }
    if let Some(errors) = refused.downcast_ref::<LoadErrors>() {
        let id = errors.0.iter().map(|e| format!("law/{}, baris {}: {}", e.file, e.line, e.id));
        let id = id.collect::<Vec<_>>().join("\n");
        return ("LAW_FOLDER", Some("law"), id, errors.to_string());
    }
    let chain = refused.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    ("FAILED", None, chain.clone(), chain)
}
