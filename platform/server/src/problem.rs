//! One mapping from refusals to HTTP: RFC 9457 problems, in Indonesian and English.
//!
//! A [`Problem`] carries both languages; the edge renders the one that was asked for, as JSON for
//! machines and as a page for people. Bad input is never a 500; what is a 500 gets a case number, is
//! logged once, and tells nothing of its cause to the outside.

mod branch;
mod departments;
mod desk;
mod field;
mod kinds;
mod outreach;
mod planning;
mod refusals;

pub(crate) use kinds::{KINDS, Kind};

use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::borrow::Cow;
use terms::Citation;

/// The language of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Lang {
    /// Indonesian, unless something else is asked for.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// The first of `id` and `en` by weight; Indonesian when neither is named.
    pub(crate) fn accepted(header: &str) -> Self {
        let mut best = (Self::Id, 0u32);
        for part in header.split(',') {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(1000, thousandths);
            let lang = match tag.trim().split('-').next().unwrap_or("") {
                "en" => Self::En,
                "id" | "in" => Self::Id,
                _ => continue,
            };
            if weight > best.1 {
                best = (lang, weight);
            }
        }
        best.0
    }

    /// `id` or `en`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The sentence in this language.
    pub(crate) const fn of<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

/// `0.8` as 800; what is no weight counts as nothing.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), fraction.parse::<u32>()) {
        (Ok(whole), Ok(fraction)) => whole.min(1) * 1000 + fraction,
        _ => 0,
    }
}

/// What is wrong with one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FieldProblem {
    /// Its name on the wire.
    pub(crate) field: String,
    /// Stable code of the rule.
    pub(crate) code: Cow<'static, str>,
    /// The sentence in Indonesian.
    pub(crate) id: String,
    /// The sentence in English.
    pub(crate) en: String,
}

/// A refusal as it leaves the building. Boxed: refusals are rare, and answers pass by value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem(Box<Refused>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Refused {
    kind: &'static Kind,
    code: Cow<'static, str>,
    id: String,
    en: String,
    field: Option<Cow<'static, str>>,
    errors: Vec<FieldProblem>,
    citations: Vec<Citation>,
    /// The parameter of the law that is the reason; the edge adds its source.
    rule: Option<String>,
    retry_after: Option<u32>,
    /// For us: what a 500 came from. Never leaves.
    cause: Option<String>,
    case: Option<String>,
    /// Further members of the document, by name.
    extra: Vec<(&'static str, Value)>,
}

impl Problem {
    /// A problem of a kind (one of [`KINDS`]), with its own sentences.
    pub(crate) fn new(
        kind: &'static str,
        code: impl Into<Cow<'static, str>>,
        id: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self(Box::new(Refused {
            kind: kinds::kind(kind),
            code: code.into(),
            id: id.into(),
            en: en.into(),
            field: None,
            errors: Vec::new(),
            citations: Vec::new(),
            rule: None,
            retry_after: None,
            cause: None,
            case: None,
            extra: Vec::new(),
        }))
    }

    /// A problem that says no more than its kind.
    pub(crate) fn plain(kind: &'static str) -> Self {
        let known = kinds::kind(kind);
        let code = kind.replace('-', "_").to_uppercase();
        Self::new(kind, code, known.way_id, known.way_en)
    }

    /// A fault of ours: the cause is for the log.
    pub(crate) fn fault(cause: impl std::fmt::Display) -> Self {
        Self::plain("fault").caused_by(cause)
    }

    /// For the log only.
    pub(crate) fn caused_by(mut self, cause: impl std::fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    pub(crate) fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    pub(crate) fn rule(&self) -> Option<&str> {
        self.0.rule.as_deref()
    }

    pub(crate) fn field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    pub(crate) fn error(mut self, error: FieldProblem) -> Self {
        self.0.errors.push(error);
        self
    }

    pub(crate) fn because_of(mut self, parameter: impl Into<String>) -> Self {
        self.0.rule = Some(parameter.into());
        self
    }

    pub(crate) fn cite(mut self, citations: impl IntoIterator<Item = Citation>) -> Self {
        self.0.citations.extend(citations);
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    pub(crate) fn with_case(mut self, case: &str) -> Self {
        self.0.case = Some(case.to_owned());
        self
    }

    /// A further member that a machine may want, for example the id of what exists already.
    pub(crate) fn naming(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.extra.push((name, json!(value.to_string())));
        self
    }

    /// A further member that is more than a word.
    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.0.extra.push((name, value));
        self
    }

    pub(crate) fn status(&self) -> u16 {
        self.0.kind.status
    }

    pub(crate) fn code(&self) -> &str {
        &self.0.code
    }

    pub(crate) fn seconds_to_wait(&self) -> Option<u32> {
        self.0.retry_after
    }

    pub(crate) fn title(&self, lang: Lang) -> &'static str {
        lang.of(self.0.kind.title_id, self.0.kind.title_en)
    }

    pub(crate) fn detail(&self, lang: Lang) -> &str {
        lang.of(&self.0.id, &self.0.en)
    }

    pub(crate) fn case(&self) -> Option<&str> {
        self.0.case.as_deref()
    }

    /// The document of RFC 9457.
    pub(crate) fn document(&self, lang: Lang) -> Value {
        let mut document = json!({
            "type": format!("/problems/{}", self.0.kind.word),
            "title": self.title(lang),
            "status": self.0.kind.status,
            "detail": self.detail(lang),
            "code": self.0.code,
        });
        let mut put = |name: &str, value: Value| {
            if let Some(map) = document.as_object_mut() {
                map.insert(name.to_owned(), value);
            }
        };
        if let Some(field) = &self.0.field {
            put("field", json!(field));
        }
        if !self.0.errors.is_empty() {
            let errors: Vec<Value> = self
                .0
                .errors
                .iter()
                .map(|e| json!({ "field": e.field, "code": e.code, "detail": lang.of(&e.id, &e.en) }))
                .collect();
            put("errors", json!(errors));
        }
        if !self.0.citations.is_empty() {
            put("citations", json!(self.0.citations));
        }
        if let Some(case) = &self.0.case {
            put("case", json!(case));
        }
        for (name, value) in &self.0.extra {
            put(name, value.clone());
        }
        document
    }
}

/// Leaves the rendering to the edge, which knows the language and whether a person is reading.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.0.kind.status)
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_wanted_that_we_speak() {
        for (header, lang) in [
            ("", Lang::Id),
            ("en", Lang::En),
            ("en-GB,en;q=0.9,id;q=0.8", Lang::En),
            ("id-ID,id;q=0.9,en-US;q=0.8", Lang::Id),
            ("fr, en;q=0.2", Lang::En),
            ("de", Lang::Id),
            ("en;q=0, id;q=0.1", Lang::Id),
            ("en;q=x", Lang::Id),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }

    #[test]
    fn every_kind_has_its_own_word_a_status_and_both_languages() {
        for (n, kind) in KINDS.iter().enumerate() {
            assert!(!KINDS[..n].iter().any(|other| other.word == kind.word), "{}", kind.word);
            assert!((400..=599).contains(&kind.status));
            for text in [kind.title_id, kind.title_en, kind.way_id, kind.way_en] {
                assert!(!text.is_empty(), "{}", kind.word);
            }
        }
    }

    #[test]
    fn a_document_speaks_the_language_asked_for_and_hides_the_cause() {
        let problem = Problem::fault("connection to 10.1.1.1 lost").with_case("k-1");
        let text = problem.document(Lang::En).to_string();
        assert!(text.contains("k-1") && !text.contains("10.1.1.1"), "{text}");
        let problem =
            Problem::new("invalid-fields", "FIELDS", "salah", "wrong").error(FieldProblem {
                field: "nik".into(),
                code: "NIK_LENGTH".into(),
                id: "a".into(),
                en: "b".into(),
            });
        let document = problem.document(Lang::Id);
        assert_eq!(document["type"], "/problems/invalid-fields");
        assert_eq!(document["status"], 422);
        assert_eq!(document["errors"][0]["detail"], "a");
    }
}
