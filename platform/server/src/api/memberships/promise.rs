//! The promise of an enrolment before it is made: what an officer reads out, from the law of the day.

use crate::{
    book::{Book, Route},
    door::Door,
    problem::Problem,
};
use axum::Json;
use contribution::enrol::promise;
use serde::Serialize;
use utoipa::ToSchema;

pub(super) fn write_promise(book: Book) -> Book {
    book.add(
        Route::get(
            "/api/v1/enrolments/promise",
            "memberships",
            "What is promised to who enrols today",
        )
        .answers::<PromiseView>(200, "To be read out before somebody agrees."),
        read,
    )
}

/// What is covered, from when, and when it ends.
#[derive(Debug, Serialize, ToSchema)]
struct PromiseView {
    promise_id: String,
    promise_en: String,
}

async fn read(door: Door) -> Result<Json<PromiseView>, Problem> {
    let (promise_id, promise_en) = promise(&door.office, door.office.outside.today())?;
    Ok(Json(PromiseView { promise_id, promise_en }))
}
