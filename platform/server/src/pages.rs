//! Pages for people: calm, official, in both languages, without a script, usable at 360 px.

mod ask;
mod bill;
mod browser;
mod cost;
mod form;
mod layout;
mod month;
mod paper;
mod problems;
mod promise;
mod reports;
mod start;
mod why;

pub(crate) use browser::docs;
pub(crate) use layout::{count, day as day_written, page as printed};
pub(crate) use paper::{card, receipt};
pub(crate) use problems::{problem_kind, problem_page, problems};

use crate::office::Server;
use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;

/// The pages that are no part of the API.
pub(crate) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(start::start))
        .route("/cek", get(ask::ask).post(ask::answer))
        .route("/biaya", get(cost::cost))
        .route("/bayar", get(bill::type_code))
        .route("/bayar/{code}", get(bill::show))
        .route("/bayar/{code}/tanda-terima", get(bill::receipt))
        .route("/laporan/cakupan", get(reports::coverage))
        .route("/laporan/buku", get(reports::books))
        .route("/laporan/bulan", get(month::month))
        .route("/verify", get(paper::verify))
        .route(layout::STYLE_ADDRESS, get(style))
}

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, layout::STYLE).into_response()
}
