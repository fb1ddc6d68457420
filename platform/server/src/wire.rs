//! What many answers share: pages of a list, the reasons of a figure.

use crate::problem::Problem;
use contribution::MonthView;
use serde::{Deserialize, Serialize};
use terms::{Because, Citation, Month, Rupiah};
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct PageView<T> {
    pub(crate) items: Vec<T>,
    /// Give it as `after` for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl<T> PageView<T> {
    /// A page as it came; full pages may be followed by another.
    pub(crate) fn of(items: Vec<T>, limit: u32, key: impl Fn(&T) -> String) -> Self {
        let is_full = items.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let next = items.last().filter(|_| is_full).map(key);
        Self { items, next }
    }

    /// A whole list.
    pub(crate) const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// Where a page begins and how long it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageParams {
    /// `next` of the page before.
    pub(crate) after: Option<String>,
    /// At most so many, 1 to 500.
    pub(crate) limit: Option<u32>,
}

impl PageParams {
    pub(crate) fn limit(&self) -> u32 {
        self.limit.unwrap_or(100).clamp(1, 500)
    }
}

/// Reads `after` of a page as what the list is ordered by.
pub(crate) fn after<T: std::str::FromStr>(text: Option<&str>) -> Result<Option<T>, Problem> {
    text.map(str::parse).transpose().map_err(|_| Problem::plain("bad-address").field("after"))
}

/// Why a figure is what it is: the rule, its inputs, its sources, its parts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BecauseView {
    /// Stable key of the rule.
    rule: String,
    /// The sentence in Indonesian.
    id: String,
    /// The sentence in English.
    en: String,
    /// What went in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    inputs: Vec<(String, String)>,
    /// The law.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citations: Vec<CitationView>,
    /// `confirmed`, `reported`, `derived`, `unconfirmed`, `unknown`.
    status: &'static str,
    /// The steps it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    parts: Vec<BecauseView>,
}

impl From<Because> for BecauseView {
    fn from(because: Because) -> Self {
        Self {
            rule: because.rule,
            id: because.id,
            en: because.en,
            inputs: because.inputs,
            citations: because.citations.into_iter().map(Into::into).collect(),
            status: because.status.word(),
            parts: because.parts.into_iter().map(Into::into).collect(),
        }
    }
}

/// Several reasons.
pub(crate) fn reasons(because: Vec<Because>) -> Vec<BecauseView> {
    because.into_iter().map(Into::into).collect()
}

/// A place in the law.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CitationView {
    instrument: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// How sure we are of the article.
    status: &'static str,
}

impl From<Citation> for CitationView {
    fn from(citation: Citation) -> Self {
        Self {
            instrument: citation.instrument,
            title: citation.title,
            article: citation.article,
            status: citation.status.word(),
        }
    }
}

/// A month that was paid, by programme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthPaidView {
    #[schema(value_type = String, example = "2026-11")]
    pub(crate) month: Month,
    #[schema(value_type = i64)]
    pub(crate) total: Rupiah,
    #[schema(value_type = i64)]
    pub(crate) jkk: Rupiah,
    #[schema(value_type = i64)]
    pub(crate) jkm: Rupiah,
    #[schema(value_type = i64)]
    pub(crate) jht: Rupiah,
}

impl From<MonthView> for MonthPaidView {
    fn from(month: MonthView) -> Self {
        let MonthView { month, total, jkk, jkm, jht } = month;
        Self { month, total, jkk, jkm, jht }
    }
}
