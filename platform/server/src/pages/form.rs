//! A form as a browser without scripts sends it: small, in the body, and never in an address.

use crate::{door::read_within, office::Server, problem::Problem};
use axum::{
    extract::{FromRequest, Query, Request},
    http::{Uri, header},
};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Longer than any form of ours.
const BYTES_MAX: usize = 8_192;

/// What was filled in.
pub(crate) struct Filled<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Server>> for Filled<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::new(
                "unsupported-type",
                "UNSUPPORTED_TYPE",
                "Isi formulir di halamannya, lalu kirim dari sana",
                "Fill in the form on its page, and send it from there",
            ));
        }
        let bytes = read_within(request.into_body(), BYTES_MAX, server.options.limits.body).await?;
        read(&bytes).map(Self)
    }
}

/// The pairs of a body are written as those of an address, and read as those.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let unreadable = || {
        Problem::new(
            "bad-address",
            "BAD_FORM",
            "Isian tidak terbaca; buka lagi halamannya dan isi kembali",
            "What was filled in cannot be read; open the page again and fill it in once more",
        )
    };
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let pairs: Uri = format!("/?{text}").parse().map_err(|_| unreadable())?;
    Query::<T>::try_from_uri(&pairs).map(|Query(form)| form).map_err(|_| unreadable())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Facts {
        #[serde(default)]
        number: String,
        #[serde(default)]
        born: String,
    }

    #[test]
    fn pairs_are_read_and_nonsense_is_refused() {
        let facts: Facts = read(b"number=3302+1555&born=15%2F07%2F1990").unwrap();
        assert_eq!((facts.number.as_str(), facts.born.as_str()), ("3302 1555", "15/07/1990"));
        let empty: Facts = read(b"").unwrap();
        assert_eq!(empty.number, "");
        for bad in [&b"number=1&number=2"[..], b"other=1", b"number=\xff", b"number=a b"] {
            assert!(read::<Facts>(bad).is_err(), "{bad:?}");
        }
    }
}
