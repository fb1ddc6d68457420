//! The door: who asks ([`Door`]), what they ask ([`Asked`], [`Told`], [`Params`], [`Named`]), and
//! under which id.
//!
//! There is no other way to an [`Office`] than to be recognised, and what comes in is parsed here,
//! strictly: unknown fields, floats for money and deep nests are refused with their place.

mod body;
mod if_match;
mod input;
pub(crate) mod payment_key;
mod recognition;

pub(crate) use body::read_within;
pub(crate) use if_match::{LookedAt, etag};
pub(crate) use input::{Asked, Named, Params, Told, parse, read_json};
pub(crate) use recognition::Recognition;

use crate::{
    edge::{is_unsafe, lang_of, visitor},
    office::Server,
    problem::{Lang, Problem},
};
use access::{
    Office,
    sessions::{Recognised, SessionKind},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use std::sync::Arc;

/// A recognised visitor with their office.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) office: Office,
    pub(crate) who: Recognised,
}

impl FromRequestParts<Arc<Server>> for Door {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let who = recognised(parts, server).await?.ok_or(Problem::plain("not-signed-in"))?;
        refuse_unfinished(&who, parts.uri.path())?;
        let office = who.office(server.db.clone(), server.outside(), Arc::clone(&server.keys));
        Ok(Self { office, who })
    }
}

/// Whoever must change the password or add a second factor can do that, and nothing else.
fn refuse_unfinished(who: &Recognised, route: &str) -> Result<(), Problem> {
    if who.must_change_password && !ALLOWED_BEFORE_CHANGE.contains(&route) {
        return Err(Problem::plain("password-first"));
    }
    let allowed = [&ALLOWED_BEFORE_CHANGE[..], &ALLOWED_BEFORE_SECOND_FACTOR].concat();
    if who.must_add_second_factor && !allowed.contains(&route) {
        return Err(Problem::plain("second-factor-first"));
    }
    Ok(())
}

const ALLOWED_BEFORE_CHANGE: [&str; 3] =
    ["/api/v1/users/me/change-password", "/api/v1/users/me", "/api/v1/sessions/current"];

/// Enough to add a second factor or a passkey.
const ALLOWED_BEFORE_SECOND_FACTOR: [&str; 4] = [
    "/api/v1/users/me/second-factor",
    "/api/v1/users/me/second-factor/confirm",
    "/api/v1/users/me/passkeys",
    "/api/v1/users/me/passkeys/challenge",
];

impl Door {
    /// Notes what was read about people, before the answer leaves.
    pub(crate) async fn answer<T>(&self, view: T) -> Result<T, Problem> {
        self.office.record_reads().await?;
        Ok(view)
    }
}

/// Figures and books: open to everyone in a demo, to the recognised elsewhere.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) office: Office,
    /// Nobody signed in: the demo lets everyone read.
    pub(crate) is_guest: bool,
}

impl FromRequestParts<Arc<Server>> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let (db, keys) = (server.db.clone(), Arc::clone(&server.keys));
        match recognised(parts, server).await? {
            Some(who) => {
                refuse_unfinished(&who, parts.uri.path())?;
                Ok(Self { office: who.office(db, server.outside(), keys), is_guest: false })
            }
            None if server.options.demo => {
                let office = Office::new(db, server.outside(), keys, GUEST, guest_grants());
                Ok(Self { office, is_guest: true })
            }
            None => Err(Problem::plain("not-signed-in")),
        }
    }
}

/// Who reads a demo without signing in.
const GUEST: terms::ids::UserId = terms::ids::UserId(uuid::Uuid::max());

/// A guest of the demo sees figures and books, and no person.
fn guest_grants() -> Vec<access::Grant> {
    vec![access::Grant { role: access::Role::Analyst, area: None }]
}

async fn recognised(parts: &Parts, server: &Server) -> Result<Option<Recognised>, Problem> {
    let Some(shown) = token_of(&parts.headers) else { return Ok(None) };
    let (token, from_cookie) = match &shown {
        Shown::Bearer(token) => (token, false),
        Shown::Cookie(token) => (token, true),
    };
    let Some(who) = server.recognition.of(&server.db, server.outside(), token).await? else {
        // A browser has a cookie only because somebody signed in: the page may ask to do so again.
        return Err(Problem::plain(if from_cookie { "session-expired" } else { "not-signed-in" }));
    };
    if from_cookie {
        if who.kind != SessionKind::Browser {
            return Err(Problem::plain("not-signed-in"));
        }
        refuse_cross_site(&parts.method, &parts.headers)?;
    }
    Ok(Some(who))
}

enum Shown {
    Bearer(String),
    Cookie(String),
}

/// The names of the session's cookie: over https only this host may set and read it.
pub(crate) const COOKIE_TLS: &str = "__Host-lindung";
pub(crate) const COOKIE_PLAIN: &str = "lindung";

/// Whoever left for an issuer with a state comes back with it in the same browser.
pub(crate) const STATE_TLS: &str = "__Host-lindung-issuer";
pub(crate) const STATE_PLAIN: &str = "lindung-issuer";

/// The token in the header, if one is shown there.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    match token_of(headers)? {
        Shown::Bearer(token) => Some(token),
        Shown::Cookie(_) => None,
    }
}

fn token_of(headers: &HeaderMap) -> Option<Shown> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().unwrap_or_default();
        let (scheme, token) = token.split_once(' ').unwrap_or(("", ""));
        let is_bearer = scheme.eq_ignore_ascii_case("bearer");
        return Some(Shown::Bearer(if is_bearer {
            token.trim().to_owned()
        } else {
            String::new()
        }));
    }
    cookie_of(headers, [COOKIE_TLS, COOKIE_PLAIN]).map(Shown::Cookie)
}

/// The first cookie of one of these names.
fn cookie_of(headers: &HeaderMap, names: [&str; 2]) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        names.contains(&name).then(|| value.to_owned())
    })
}

/// A browser sends a cookie along with requests that other sites made. Changes are taken only from
/// our own pages, or with a header that other sites cannot add.
fn refuse_cross_site(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let ours = matches!(site, Some("same-origin" | "none"));
    let said = headers.contains_key("x-requested-with");
    if !is_unsafe(method) || ours || (site.is_none() && said) {
        Ok(())
    } else {
        Err(Problem::plain("cross-site"))
    }
}

/// Nobody is signed in by another site's page. Programs that are no browser say nothing of sites.
fn refuse_other_sites(headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    match site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(Problem::plain("cross-site")),
    }
}

/// The language of the answer.
impl FromRequestParts<Arc<Server>> for Lang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &Arc<Server>,
    ) -> Result<Self, Self::Rejection> {
        Ok(lang_of(parts.uri.query(), &parts.headers))
    }
}

/// Somebody from the street: nobody is recognised, and how often they may ask is limited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visitor;

impl FromRequestParts<Arc<Server>> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        // Who shows a token is known by it, and not a visitor whose asking is counted.
        if let Some(Shown::Bearer(token)) = token_of(&parts.headers)
            && server.recognition.of(&server.db, server.outside(), &token).await?.is_some()
        {
            return Ok(Self);
        }
        let address = visitor(server, &parts.extensions, &parts.headers);
        match server.visitors.take(address, (server.clock)()) {
            Ok(()) => Ok(Self),
            Err(seconds) => Err(Problem::plain("too-many").retry_after(seconds)),
        }
    }
}

/// Somebody who wants to sign in, with what their program calls itself.
#[derive(Clone, Debug)]
pub(crate) struct Newcomer {
    pub(crate) program: String,
}

impl FromRequestParts<Arc<Server>> for Newcomer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        refuse_other_sites(&parts.headers)?;
        Ok(Self { program: admit(parts, server)? })
    }
}

/// Counts an attempt to sign in; answers what the program calls itself.
fn admit(parts: &Parts, server: &Server) -> Result<String, Problem> {
    let address = visitor(server, &parts.extensions, &parts.headers);
    server
        .sign_ins
        .take(address, (server.clock)())
        .map_err(|seconds| Problem::plain("too-many").retry_after(seconds))?;
    let program = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Ok(program.unwrap_or("-").chars().take(80).collect())
}

/// Somebody whom an issuer's page sends back. That is another site by its nature: what stands for the
/// way they left is the state in their cookie.
#[derive(Clone, Debug)]
pub(crate) struct Returning {
    pub(crate) program: String,
    pub(crate) state: Option<String>,
}

impl FromRequestParts<Arc<Server>> for Returning {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let state = cookie_of(&parts.headers, [STATE_TLS, STATE_PLAIN]);
        Ok(Self { program: admit(parts, server)?, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_str(v).unwrap())).collect()
    }

    #[test]
    fn a_cookie_changes_nothing_from_another_site() {
        let post = Method::POST;
        for (given, fine) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("x-requested-with", "x")], false),
            (&[("x-requested-with", "x")], true),
            (&[], false),
        ] {
            assert_eq!(refuse_cross_site(&post, &headers(given)).is_ok(), fine, "{given:?}");
        }
        assert!(refuse_cross_site(&Method::GET, &headers(&[])).is_ok());
    }

    #[test]
    fn a_token_in_the_header_goes_before_a_cookie() {
        let both = headers(&[("authorization", "bearer abc"), ("cookie", "lindung=def")]);
        assert!(matches!(token_of(&both), Some(Shown::Bearer(token)) if token == "abc"));
        let cookie = headers(&[("cookie", "a=b; __Host-lindung=def")]);
        assert!(matches!(token_of(&cookie), Some(Shown::Cookie(token)) if token == "def"));
        let basic = headers(&[("authorization", "Basic abc"), ("cookie", "lindung=def")]);
        assert!(matches!(token_of(&basic), Some(Shown::Bearer(token)) if token.is_empty()));
        assert!(token_of(&headers(&[("cookie", "other=1")])).is_none());
    }
}
