//! What a figure would be of each base it could have, when its own was not said.

use crate::{amount::rounded, percent_text};
use serde::Serialize;
use terms::Rate;

/// One way to read a share or a number whose base was not said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reading {
    /// What it could be of, in Indonesian.
    pub base_id: String,
    /// What it could be of, in English.
    pub base_en: String,
    /// That number.
    pub of: i64,
    /// Heads, where the figure is a share; none where it is heads.
    pub heads: Option<i64>,
    /// Per cent with one decimal, where the figure is heads.
    pub percent: Option<String>,
    /// What is missing to it, where the figure is heads.
    pub gap: Option<i64>,
}

/// What a share would be in heads of some base.
#[must_use]
pub fn reading_of_share(share: Rate, base_id: &str, base_en: &str, of: i64) -> Reading {
    let heads = rounded(i128::from(share.parts()) * i128::from(of), 1_000_000);
    Reading {
        base_id: base_id.into(),
        base_en: base_en.into(),
        of,
        heads: heads.and_then(|heads| i64::try_from(heads).ok()),
        percent: None,
        gap: None,
    }
}

/// What a number would be as a share of some base.
#[must_use]
pub fn reading_of_heads(heads: i64, base_id: &str, base_en: &str, of: i64) -> Reading {
    Reading {
        base_id: base_id.into(),
        base_en: base_en.into(),
        of,
        heads: None,
        percent: percent_text(heads, of, 1),
        gap: of.checked_sub(heads),
    }
}
