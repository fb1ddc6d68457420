//! Finding areas by the beginning or a part of their name, a page at a time.

use super::source::{KindWord, split_kind};
use crate::{spelling::searchable, sql};
use db::{DbError, Tx, row};
use terms::{AreaCode, AreaLevel};

/// What is looked for, and where.
#[derive(Clone, Debug, Default)]
pub struct AreaQuery {
    /// A name, the beginning or a part of one, an alias, or a code.
    pub text: String,
    /// Only this level.
    pub level: Option<AreaLevel>,
    /// Only inside this area.
    pub within: Option<AreaCode>,
    /// Rows to skip: the pages before this one.
    pub offset: u32,
    /// Rows at most, up to 100.
    pub limit: u32,
}

row! {
    /// An area that was found, with what it lies in: names alone are not unique.
    pub struct AreaHit {
        /// Its code.
        pub code: AreaCode,
        /// 1 province, 2 regency, 3 district, 4 village.
        pub level: i64,
        /// What it is.
        pub kind: String,
        /// Its official name.
        pub name: String,
        /// Its district, for a village.
        pub district: Option<String>,
        /// Its regency, for a district or village.
        pub regency: Option<String>,
        /// Its province, below that level.
        pub province: Option<String>,
        /// The other name it was found by.
        pub alias: Option<String>,
    }
}

const LIMIT_MAX: u32 = 100;

/// Areas whose name is, begins with, or contains the text, in that order; composite aliases answer
/// each of their areas. An empty text lists.
pub async fn search_areas(tx: &mut Tx, query: &AreaQuery) -> Result<Vec<AreaHit>, DbError> {
    let whole = searchable(&query.text);
    let (name, kind) = split_kind(&whole);
    // A kind word before a regency's name is not in its search name; before others it may be.
    let (name, kind_starts) = match kind {
        Some(KindWord::Kabupaten) => (name, "kab"),
        Some(KindWord::Kota) => (name, "kota"),
        _ => (whole.as_str(), ""),
    };
    let code = query.text.trim().parse::<AreaCode>().map(|code| code.to_string());
    let level = query.level.map_or(0, |level| level as i64 + 1);
    let within = query.within.as_ref().map_or(String::new(), ToString::to_string);
    let limit = i64::from(query.limit.clamp(1, LIMIT_MAX));
    tx.all(
        &sql::SEARCH_AREAS,
        (
            whole.clone(),
            name.to_owned(),
            kind_starts,
            code.unwrap_or_default(),
            level,
            within,
            limit,
            i64::from(query.offset),
        ),
    )
    .await
}
