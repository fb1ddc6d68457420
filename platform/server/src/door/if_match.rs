//! The version of a record that was looked at, as `If-Match` names it.

use crate::{office::Server, problem::Problem};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use std::sync::Arc;

/// The version named in `If-Match`: `"3"`, `3` or `W/"3"`; none when the header is absent or `*`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LookedAt(pub(crate) Option<i64>);

impl FromRequestParts<Arc<Server>> for LookedAt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Server>) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        version(value.to_str().unwrap_or_default()).map(Self)
    }
}

fn version(text: &str) -> Result<Option<i64>, Problem> {
    let text = text.trim();
    if text == "*" {
        return Ok(None);
    }
    let digits = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
    digits.parse().map(Some).map_err(|_| {
        Problem::new(
            "bad-address",
            "IF_MATCH",
            "If-Match berisi versi catatan yang dilihat, misalnya \"3\"",
            "If-Match holds the version of the record that was looked at, for example \"3\"",
        )
        .field("If-Match")
    })
}

/// The version of a record as `ETag` writes it.
pub(crate) fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_browsers_write_it() {
        for text in ["3", "\"3\"", "W/\"3\"", " \"3\" "] {
            assert_eq!(version(text), Ok(Some(3)), "{text}");
        }
        assert_eq!(version("*"), Ok(None));
        assert_eq!(version("\"a\"").unwrap_err().status(), 400);
        assert_eq!(version(&etag(7)), Ok(Some(7)));
    }
}
