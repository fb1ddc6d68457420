//! Reference files: the manifest, and each file at an address that names its content. Public.

use crate::{
    book::{Book, For, Route},
    door::Named,
    office::Server,
    problem::Problem,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use registry::Gazetteer;
use serde::Serialize;
use std::sync::Arc;
use sync::reference::{Entry, References};
use utoipa::ToSchema;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/ref/manifest", "field", "The reference files and their addresses")
            .open_to(For::Public)
            .answers::<ManifestView>(200, "Fetch what changed."),
        manifest,
    )
    .add(
        Route::get("/ref/{file}", "field", "A reference file; its address names its content")
            .open_to(For::Public)
            .answers_as(200, "application/octet-stream", "Immutable."),
        file,
    )
}

/// The files, made when first asked for.
pub(crate) fn references(server: &Server) -> &References {
    server.references.get_or_init(|| References::of(&server.law, Gazetteer::embedded()))
}

#[derive(Serialize, ToSchema)]
struct ManifestView {
    files: Vec<ReferenceView>,
}

#[derive(Serialize, ToSchema)]
struct ReferenceView {
    name: String,
    version: String,
    sha256: String,
    size: usize,
    address: String,
}

impl From<&Entry> for ReferenceView {
    fn from(entry: &Entry) -> Self {
        let Entry { name, version, sha256, size, address } = entry.clone();
        Self { name, version, sha256, size, address }
    }
}

async fn manifest(State(server): State<Arc<Server>>) -> Json<ManifestView> {
    let files = references(&server).manifest().map(Into::into).collect();
    Json(ManifestView { files })
}

async fn file(
    State(server): State<Arc<Server>>,
    Named(name): Named<String>,
) -> Result<Response, Problem> {
    let found = references(&server).at(&format!("/ref/{name}"));
    let file = found.ok_or(Problem::plain("not-found"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.mime)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        // A phone takes nothing without it: a hotel's sign-in page has none.
        (HeaderName::from_static("x-api"), HeaderValue::from_static("1")),
    ];
    Ok((headers, file.content.clone()).into_response())
}
