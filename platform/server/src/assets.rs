//! The web app as files: embedded by `build.rs`, or read from a folder while it is being developed.
//!
//! A page of the app answers every address below it (`/kantor/…`, `/lapangan/…`); a file that is
//! missing is a 404 and never the page, or a phone would store a page as a program.

use crate::{edge::FromTheApp, office::Server, problem::Problem};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
    sync::{Arc, LazyLock},
};

struct Files {
    /// `embedded` when the app was built, `fallback` when it is one page that says how.
    state: &'static str,
    all: &'static [(&'static str, &'static [u8])],
}

static BUILT: Files = include!(concat!(env!("OUT_DIR"), "/web.rs"));

/// What each embedded file is called when it has not changed; made at the first request.
static TAGS: LazyLock<BTreeMap<&'static str, String>> =
    LazyLock::new(|| BUILT.all.iter().map(|(path, bytes)| (*path, tag_of(bytes))).collect());

fn tag_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().take(12).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The files of the web app.
#[derive(Debug)]
pub(crate) enum Web {
    /// As they were when the program was built.
    BuiltIn,
    /// As they are in this folder at each request.
    Dir(PathBuf),
}

impl Web {
    pub(crate) fn new(dir: Option<&PathBuf>) -> Self {
        dir.map_or(Self::BuiltIn, |dir| Self::Dir(dir.clone()))
    }

    /// Where the files come from, as `/health` says it.
    pub(crate) const fn state(&self) -> &'static str {
        match self {
            Self::BuiltIn => BUILT.state,
            Self::Dir(_) => "dir",
        }
    }

    /// The file at a path without a leading slash, with its tag.
    fn file(&self, path: &str) -> Option<(Cow<'static, [u8]>, String)> {
        match self {
            Self::BuiltIn => {
                let at = BUILT.all.binary_search_by_key(&path, |(known, _)| known).ok()?;
                let (known, bytes) = BUILT.all.get(at)?;
                Some((Cow::Borrowed(bytes), TAGS.get(known).cloned().unwrap_or_default()))
            }
            Self::Dir(dir) => {
                let inside = Path::new(path);
                let is_plain = |part| matches!(part, Component::Normal(_));
                if path.is_empty() || !inside.components().all(is_plain) {
                    return None;
                }
                let bytes = std::fs::read(dir.join(inside)).ok()?;
                let tag = tag_of(&bytes);
                Some((Cow::Owned(bytes), tag))
            }
        }
    }

    /// The smallest form of a file that the browser takes: its bytes, tag and encoding.
    fn smallest(&self, path: &str, accepted: &str) -> Option<Found> {
        let (bytes, tag) = self.file(path)?;
        for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
            if takes(accepted, coding)
                && let Some((small, tag)) = self.file(&format!("{path}.{ending}"))
            {
                return Some(Found { bytes: small, tag, coding: Some(coding) });
            }
        }
        Some(Found { bytes, tag, coding: None })
    }
}

struct Found {
    bytes: Cow<'static, [u8]>,
    tag: String,
    coding: Option<&'static str>,
}

/// Whether `Accept-Encoding` names a coding without forbidding it.
pub(crate) fn takes(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        let is_zero = weight.trim_matches(['0', '.']).is_empty();
        name.trim().eq_ignore_ascii_case(coding) && !is_zero
    })
}

/// The pages of the app; every address below them is theirs.
const PAGES: [(&str, &str); 2] = [("/kantor", "kantor.html"), ("/lapangan", "lapangan.html")];
/// The page of a program that was built without the app.
const FALLBACK: &str = "index.html";

/// Endings of files. What ends so and is missing is a missing file, not an address of a page.
const KINDS: [(&str, &str); 14] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
];

fn kind_of(path: &str) -> Option<&'static str> {
    let ending = path.rsplit('/').next()?.rsplit_once('.')?.1;
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

/// The page an address belongs to.
fn page_of(path: &str) -> Option<&'static str> {
    let (_, file) = PAGES.iter().find(|(root, _)| {
        path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })?;
    kind_of(path).is_none().then_some(file)
}

/// Whatever is no address of the office: a page or a file of the app, or nothing.
pub(crate) async fn answer(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lost = || Problem::plain("not-found");
    let path = uri.path();
    if !matches!(method, Method::GET | Method::HEAD) || path.starts_with("/api/") {
        return Err(lost());
    }
    let web = &server.web;
    let accepted = said(&headers, header::ACCEPT_ENCODING);
    let (name, found) = match page_of(path) {
        Some(page) => match web.smallest(page, accepted) {
            Some(found) => (page, found),
            None => (FALLBACK, web.smallest(FALLBACK, accepted).ok_or_else(lost)?),
        },
        None => {
            let name = path.trim_start_matches('/');
            // `index.html` is only ever the fallback, and the start page has this address's place.
            if name == FALLBACK || kind_of(name).is_none() {
                return Err(lost());
            }
            (name, web.smallest(name, accepted).ok_or_else(lost)?)
        }
    };
    Ok(respond(name, found, said(&headers, header::IF_NONE_MATCH)))
}

fn said(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether `If-None-Match` names this tag.
pub(crate) fn is_known(named: &str, tag: &str) -> bool {
    named.split(',').any(|one| {
        let one = one.trim();
        one.strip_prefix("W/").unwrap_or(one).trim_matches('"') == tag || one == "*"
    })
}

fn respond(name: &str, found: Found, known: &str) -> Response {
    let tag = found.coding.map_or_else(|| found.tag.clone(), |c| format!("{}-{c}", found.tag));
    let mut response = if is_known(known, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(found.bytes).into_response()
    };
    let headers = response.headers_mut();
    let kind = kind_of(name).unwrap_or("application/octet-stream");
    // Files under a name made of their content never change.
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(coding) = found.coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    if name == "sw.js" {
        headers.insert("service-worker-allowed", HeaderValue::from_static("/"));
    }
    response.extensions_mut().insert(FromTheApp { office: name == "kantor.html" });
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_below_a_page_are_the_page_and_files_are_files() {
        for (path, page) in [
            ("/kantor", Some("kantor.html")),
            ("/kantor/", Some("kantor.html")),
            ("/kantor/cakupan/33.02", Some("kantor.html")),
            ("/lapangan/acara/1", Some("lapangan.html")),
            ("/kantor/assets/a.js", None),
            ("/lapangan/sw.js", None),
            ("/kantorku", None),
            ("/kantor.html", None),
            ("/assets/k/x.js", None),
            ("/", None),
        ] {
            assert_eq!(page_of(path), page, "{path}");
        }
    }

    #[test]
    fn a_coding_is_taken_unless_it_is_forbidden() {
        for (accepted, br, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("br;q=0.000", false, false),
            ("BR; q=0.1", true, false),
            ("", false, false),
            ("brotli", false, false),
        ] {
            assert_eq!((takes(accepted, "br"), takes(accepted, "gzip")), (br, gzip), "{accepted}");
        }
    }

    #[test]
    fn what_is_embedded_is_found_whole_or_says_that_it_is_not_built() {
        let web = Web::new(None);
        match web.state() {
            "fallback" => assert!(web.file(FALLBACK).is_some()),
            state => {
                assert_eq!(state, "embedded");
                assert!(PAGES.iter().all(|(_, page)| web.file(page).is_some()));
            }
        }
        assert!(BUILT.all.is_sorted_by_key(|(path, _)| *path), "it is searched by halving");
    }

    #[test]
    fn a_folder_gives_only_what_lies_in_it() {
        let folder = std::env::temp_dir().join(format!("lindung-web-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("dist")).unwrap();
        std::fs::write(folder.join("secret.txt"), "no").unwrap();
        std::fs::write(folder.join("dist/a.txt"), "yes").unwrap();
        let web = Web::new(Some(&folder.join("dist")));
        assert_eq!(web.file("a.txt").unwrap().0.as_ref(), b"yes");
        for path in ["../secret.txt", "/etc/hostname", "a/../../secret.txt", "", ".", "./a.txt/.."]
        {
            assert!(web.file(path).is_none(), "{path}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
