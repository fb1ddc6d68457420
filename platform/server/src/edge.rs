//! Around every request: a number, a place in the queue, a deadline, a net under it, a line in the
//! log, the headers that keep browsers careful, and problems in the language of whoever asks.

use crate::{
    metrics::While,
    office::Server,
    pages,
    problem::{Lang, Problem},
};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use std::{
    net::{IpAddr, Ipv4Addr},
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::Instant;

/// The address at the other end of the socket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Who asks, as far as the network tells: behind a trusted proxy, whom the proxy names.
pub(crate) fn visitor(
    server: &Server,
    extensions: &axum::http::Extensions,
    headers: &HeaderMap,
) -> IpAddr {
    let peer = extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    if !server.options.proxies.contains(&peer) {
        return peer;
    }
    // The last entry is the proxy's own; those before it were written by anyone.
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let named =
        forwarded.and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
    named.and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

/// An answer that is a file of the web app, and so may run as a program in the browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FromTheApp {
    /// The office; otherwise something a phone keeps and works with.
    pub(crate) office: bool,
}

/// The pages of `pages` hold no script, load nothing and draw nothing from elsewhere.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const OFFICE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The PIN of a phone is stretched by a WebAssembly program, its photographs are blobs.
const FIELD_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";
const NO_DEVICES: &str = "camera=(), geolocation=(), microphone=()";
/// The camera reads the code of the office and takes the photograph of an identity card.
const FIELD_DEVICES: &str = "camera=(self), geolocation=(), microphone=()";

/// Always answered, however busy: what tells that we are busy.
const ALWAYS: [&str; 3] = ["/health", "/ready", "/metrics"];
/// Work on whole files and books.
const LONG: [&str; 6] = [
    "/api/v1/lists",
    "/api/v1/sync/import",
    "/api/v1/check",
    "/api/v1/ledger/months/{month}/close",
    "/api/v1/ledger/months/{month}/turn",
    "/api/v1/ledger/returns",
];

/// The layer around the whole router.
pub(crate) async fn edge(
    State(server): State<Arc<Server>>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let asked = Asked::of(&request);
    let id = server.request_id();
    let _in_flight = While::counting(&server.metrics.in_flight);
    let permit = server.gate.try_acquire();
    let answer = if permit.is_ok() || ALWAYS.contains(&route.as_str()) {
        let limits = &server.options.limits;
        let deadline =
            if LONG.contains(&route.as_str()) { limits.long_request } else { limits.request };
        guarded(deadline, next.run(request)).await
    } else {
        Problem::plain("busy").retry_after(1).into_response()
    };
    let answer = finish(&server, answer, &asked, &id);
    let status = answer.status().as_u16();
    let took = began.elapsed();
    server.metrics.answered(method.as_str(), &route, status, took);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request.id = %id, %method, %route, status, ms, "answered");
    answer
}

async fn guarded(deadline: Duration, work: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(deadline, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
            Problem::fault(format!("panic: {}", said.unwrap_or("without a word"))).into_response()
        }
        Err(_) => Problem::plain("too-slow").retry_after(5).into_response(),
    }
}

/// What of the request decides the form of the answer.
struct Asked {
    lang: Lang,
    as_page: bool,
    path: String,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let path = request.uri().path();
        let is_api = path.starts_with("/api/v");
        Self {
            lang: lang_of(request.uri().query(), request.headers()),
            as_page: !is_api
                && header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html")),
            path: path.to_owned(),
        }
    }
}

/// `?lang=` before `Accept-Language` before Indonesian.
pub(crate) fn lang_of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let mut parts = query.unwrap_or_default().split('&');
    match parts.find_map(|part| part.strip_prefix("lang=")) {
        Some("en") => Lang::En,
        Some("id") => Lang::Id,
        _ => headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or(Lang::Id, Lang::accepted),
    }
}

fn finish(server: &Server, answer: Response, asked: &Asked, id: &str) -> Response {
    let mut answer = match answer.extensions().get::<Arc<Problem>>().cloned() {
        Some(problem) => render(server, &problem, asked, id, answer.headers()),
        None => answer,
    };
    let from_the_app = answer.extensions().get::<FromTheApp>().copied();
    let headers = answer.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let (devices, policy) = match from_the_app {
        None => (NO_DEVICES, PAGE_POLICY),
        Some(FromTheApp { office: true }) => (NO_DEVICES, OFFICE_POLICY),
        Some(FromTheApp { office: false }) => (FIELD_DEVICES, FIELD_POLICY),
    };
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", devices),
        ("content-security-policy", policy),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if asked.path.starts_with("/api/") {
        // A phone trusts no answer without it: a hotel's sign-in page has none.
        headers.insert(HeaderName::from_static("x-api"), HeaderValue::from_static("1"));
    }
    if server.options.tls {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if from_the_app.is_none() {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    answer
}

/// The problem in the form and language asked for; logged here, once, if it is ours.
fn render(
    server: &Server,
    problem: &Problem,
    asked: &Asked,
    id: &str,
    kept: &HeaderMap,
) -> Response {
    let mut problem = problem.clone();
    if problem.status() >= 500 {
        let cause = problem.cause().unwrap_or("-").to_owned();
        if problem.status() == 500 {
            server.metrics.faults.fetch_add(1, Ordering::Relaxed);
            tracing::error!(request.id = %id, case = %id, cause, "a fault of ours");
            problem = problem.with_case(id);
        } else {
            server.metrics.busy.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(request.id = %id, cause, "asked to come again");
        }
    }
    if let Some(rule) = problem.rule().map(str::to_owned) {
        problem = problem.cite(citations(server, &rule));
    }
    let status =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (kind, body) = if asked.as_page {
        let page = pages::problem_page(&problem, asked.lang, &asked.path);
        ("text/html; charset=utf-8", page.into_string())
    } else {
        ("application/problem+json", problem.document(asked.lang).to_string())
    };
    let mut response = (status, Body::from(body)).into_response();
    let headers = response.headers_mut();
    for name in [header::ALLOW, header::SET_COOKIE, HeaderName::from_static("upload-offset")] {
        if let Some(value) = kept.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(asked.lang.word()));
    if let Some(seconds) = problem.seconds_to_wait() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The sources of a parameter's entries, the youngest first.
fn citations(server: &Server, rule: &str) -> Vec<terms::Citation> {
    let Ok(parameter) = server.law.parameter(rule) else { return Vec::new() };
    let mut sources: Vec<_> = parameter.entries.iter().map(|entry| entry.source.clone()).collect();
    sources.reverse();
    sources.dedup();
    sources.truncate(3);
    sources
}

/// Whether a method may change something.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
