//! Photos in pieces: where one stands, and its next piece.

use super::Phone;
use crate::{
    book::{Book, Route},
    door::{Named, read_within},
    office::Server,
    problem::Problem,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use sync::attachment::{self, AttachmentRefusal, progress};

pub(super) fn write(book: Book) -> Book {
    let says = "`Upload-Offset` and `Upload-Length` say how much is here.";
    book.add(
        Route::head("/api/v1/att/{sha256}", "field", "How much of a photo is here")
            .answers_as(200, "", says),
        head,
    )
    .add(
        Route::patch("/api/v1/att/{sha256}", "field", "The next piece of a sealed photo")
            .file(&["application/offset+octet-stream"])
            .answers_as(204, "", says)
            .answers_as(409, "", "`Upload-Offset` says from where to go on."),
        patch,
    )
}

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

fn digest(text: &str) -> Result<Vec<u8>, Problem> {
    let bytes = sync::unhex(text).filter(|bytes| bytes.len() == 32);
    bytes.ok_or(Problem::plain("bad-address").field("sha256"))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.and_then(|text| text.trim().parse().ok()).ok_or_else(|| {
        Problem::new(
            "bad-address",
            "UPLOAD_HEADERS",
            "Kepala Upload-Offset dan Upload-Length wajib berisi bilangan bulat",
            "the headers Upload-Offset and Upload-Length must be whole numbers",
        )
    })
}

fn standing(received: u64, length: u64) -> [(HeaderName, HeaderValue); 2] {
    [(OFFSET, HeaderValue::from(received)), (LENGTH, HeaderValue::from(length))]
}

async fn head(phone: Phone, Named(sha256): Named<String>) -> Result<Response, Problem> {
    let hash = digest(&sha256)?;
    let mut tx = phone.ground.db.read().await?;
    let here = progress(&mut tx, &hash).await?.ok_or(Problem::plain("not-found"))?;
    let headers = standing(here.received.unsigned_abs(), here.size.unsigned_abs());
    Ok((StatusCode::OK, headers).into_response())
}

/// A piece, read within what one body may have.
struct Piece {
    phone: Phone,
    hash: Vec<u8>,
    offset: u64,
    length: u64,
    bytes: axum::body::Bytes,
}

impl FromRequest<Arc<Server>> for Piece {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let phone = Phone::from_request_parts(&mut parts, server).await?;
        let Named(sha256) = Named::<String>::from_request_parts(&mut parts, server).await?;
        let hash = digest(&sha256)?;
        let offset = number(&parts.headers, &OFFSET)?;
        let length = number(&parts.headers, &LENGTH)?;
        let limits = &server.options.limits;
        let bytes = read_within(body, limits.body_bytes, limits.request).await?;
        Ok(Self { phone, hash, offset, length, bytes })
    }
}

async fn patch(piece: Piece) -> Result<Response, Problem> {
    let Piece { phone, hash, offset, length, bytes } = piece;
    match attachment::take(&phone.ground, &hash, length, offset, &bytes).await {
        Ok(received) => Ok((StatusCode::NO_CONTENT, standing(received, length)).into_response()),
        Err(AttachmentRefusal::Offset(at)) => {
            let problem = Problem::from(AttachmentRefusal::Offset(at));
            let mut response = problem.into_response();
            response.headers_mut().insert(OFFSET, HeaderValue::from(at));
            Ok(response)
        }
        Err(refusal) => Err(refusal.into()),
    }
}
