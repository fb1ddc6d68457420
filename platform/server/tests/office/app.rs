//! The web app as it is served: what is kept how long, what may run, and what is never a page.

use crate::ground::{Answer, World};
use axum::{body::Body, http::Request};
use server::Options;
use std::path::PathBuf;

/// A built app, small enough to read.
struct Dist(PathBuf);

impl Dist {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("lindung-dist-{}-{name}", std::process::id()));
        std::fs::create_dir_all(folder.join("assets/l")).unwrap();
        for (path, text) in [
            ("kantor.html", "<title>Kantor</title>"),
            ("lapangan.html", "<title>Lapangan</title>"),
            ("sw.js", "// worker"),
            ("manifest.webmanifest", "{}"),
            ("assets/l/app-1a2b.js", "let whole = true"),
            ("assets/l/app-1a2b.js.br", "small"),
            ("assets/l/app-1a2b.js.gz", "middling"),
        ] {
            std::fs::write(folder.join(path), text).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn ask(world: &World, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers.iter().fold(Request::get(path), |request, (k, v)| request.header(*k, *v));
    world.send(request.body(Body::empty()).unwrap()).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_app_is_served_so_that_phones_keep_the_right_things() {
    let dist = Dist::new("kept");
    let options = Options { web_dir: Some(dist.0.clone()), ..Options::default() };
    let world = World::open(options).await;
    assert_eq!(ask(&world, "/health", &[]).await.body["web"], "dir");
    for (path, text) in [
        ("/kantor", "Kantor"),
        ("/kantor/cakupan/33.02", "Kantor"),
        ("/lapangan", "Lapangan"),
        ("/lapangan/acara/1", "Lapangan"),
        ("/lapangan.html", "Lapangan"),
    ] {
        let page = ask(&world, path, &[("accept", "text/html")]).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(text), "{path}: {}", page.text);
        assert_eq!(header(&page, "cache-control"), "no-cache", "{path}");
        assert_eq!(header(&page, "vary"), "Accept-Encoding", "{path}");
        let policy = header(&page, "content-security-policy");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"));
        assert!(policy.starts_with("default-src 'none'") && policy.contains("base-uri 'none'"));
        assert_eq!(policy.contains("wasm-unsafe-eval"), text == "Lapangan", "{path}");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff");
        let tag = header(&page, "etag").to_owned();
        let again = ask(&world, path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""), "{path}");
        let changed = ask(&world, path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(changed.status, 200);
    }
    let worker = ask(&world, "/sw.js", &[]).await;
    assert_eq!(header(&worker, "cache-control"), "no-cache");
    assert_eq!(header(&worker, "service-worker-allowed"), "/");
    assert_eq!(header(&worker, "content-type"), "text/javascript; charset=utf-8");
    let manifest = ask(&world, "/manifest.webmanifest", &[]).await;
    assert_eq!(header(&manifest, "content-type"), "application/manifest+json");
}

#[tokio::test]
async fn a_file_is_sent_in_its_smallest_form_and_kept_for_good() {
    let dist = Dist::new("small");
    let options = Options { web_dir: Some(dist.0.clone()), ..Options::default() };
    let world = World::open(options).await;
    let mut tags = Vec::new();
    for (accepted, coding, text) in [
        ("gzip, deflate, br", "br", "small"),
        ("gzip", "gzip", "middling"),
        ("br;q=0, gzip;q=0", "", "let whole = true"),
        ("", "", "let whole = true"),
    ] {
        let file = ask(&world, "/assets/l/app-1a2b.js", &[("accept-encoding", accepted)]).await;
        assert_eq!((file.status.as_u16(), file.text.as_str()), (200, text), "{accepted}");
        assert_eq!(header(&file, "content-encoding"), coding, "{accepted}");
        assert_eq!(header(&file, "cache-control"), "public, max-age=31536000, immutable");
        tags.push(header(&file, "etag").to_owned());
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each form has its own tag: {tags:?}");
}

#[tokio::test]
async fn what_is_missing_is_never_a_page_of_the_app() {
    let dist = Dist::new("missing");
    let options = Options { web_dir: Some(dist.0.clone()), ..Options::default() };
    let world = World::open(options).await;
    for path in [
        "/assets/l/old-9z.js",
        "/assets/../kantor.html",
        "/assets/l/../../../../etc/hostname",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/kantor/assets/k/app.js",
        "/lapangan/old.css",
        "/sw-old.js",
        "/api/v1/nowhere",
        "/api/v1/kantor",
        "/api/kantor.html",
        "/kantorku",
        "//kantor.html/..",
        "/index.html",
    ] {
        let lost = ask(&world, path, &[("accept", "*/*")]).await;
        assert_eq!(lost.status, 404, "{path}: {}", lost.text);
        assert!(!lost.text.contains("<title>"), "{path}: {}", lost.text);
        assert_eq!(header(&lost, "cache-control"), "no-store", "{path}");
    }
    let posted = Request::post("/lapangan").body(Body::empty()).unwrap();
    assert_eq!(world.send(posted).await.status, 405);
    let posted = Request::post("/kantor.html").body(Body::empty()).unwrap();
    assert_eq!(world.send(posted).await.status, 404);
}

#[tokio::test]
async fn without_a_built_app_a_page_says_so_and_only_pages_are_pages() {
    let folder = std::env::temp_dir().join(format!("lindung-no-dist-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let fallback = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/fallback/index.html");
    std::fs::copy(fallback, folder.join("index.html")).unwrap();
    let options = Options { web_dir: Some(folder.clone()), ..Options::default() };
    let world = World::open(options).await;
    for path in ["/kantor", "/kantor/orang/1", "/lapangan"] {
        let page = ask(&world, path, &[("accept", "text/html")]).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains("npm --prefix web run build"), "{path}: {}", page.text);
        assert!(page.text.contains("not built") && page.text.contains("belum dibangun"));
    }
    for path in ["/sw.js", "/assets/k/app.js", "/manifest.webmanifest", "/api/v1/x"] {
        assert_eq!(ask(&world, path, &[]).await.status, 404, "{path}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn every_answer_of_the_api_is_marked_and_no_other() {
    let world = World::open(Options::default()).await;
    for (path, is_api) in [
        ("/api/v1/law/instruments", true),
        ("/api/v1/users", true),
        ("/api/v1/nowhere", true),
        ("/api/openapi.json", true),
        ("/health", false),
        ("/kantor", false),
        ("/", false),
    ] {
        let answer = ask(&world, path, &[]).await;
        assert_eq!(header(&answer, "x-api") == "1", is_api, "{path}");
        if is_api {
            assert_eq!(header(&answer, "cache-control"), "no-store", "{path}");
        }
    }
    let signing = ask(&world, "/masuk", &[]).await;
    assert_eq!((signing.status.as_u16(), header(&signing, "location")), (303, "/kantor"));
}
