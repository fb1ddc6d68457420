//! The review queue: what phones sent and the office could not decide by itself.

use super::sync::{OutcomeView, PhotoStateView};
use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    office::Server,
    problem::Problem,
    wire::{PageView, after},
};
use access::carry_out;
use axum::{
    Json,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use sync::{
    AllReaders, Ground, Verdict, dependents,
    review::{self, Choice, Decide, Other, Past, Queue, Queued},
    settle_again,
};
use terms::{Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "field", summary);
    book.add(
        get("/api/v1/captures", "What phones sent, by outcome and device")
            .params::<CapturesParams>()
            .answers_page::<QueuedView>("In the order of their ids; nothing of their content."),
        list,
    )
    .add(
        get("/api/v1/captures/{id}", "One of them, opened; it is noted")
            .answers::<CaptureView>(200, "With its history, photos, and other versions of it."),
        show,
    )
    .add(
        get("/api/v1/captures/{id}/photos/{role}", "A photo of it, opened; it is noted")
            .answers_as(200, "image/*", "The photo."),
        photo,
    )
    .add(
        Route::command(
            "/api/v1/captures/{id}/decide",
            "field",
            "Accept it in spite of the warning, or refuse it",
        )
        .body::<DecideForm>(
            json!({ "decision": "accept", "reason": "KTP dan orangnya sudah dilihat" }),
        )
        .answers::<DecidedView>(200, "The phone is told at its next pull."),
        decide,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CapturesParams {
    /// `accepted`, `already`, `needs_review`, `rejected`, `held`; all when absent.
    outcome: Option<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    device: Option<Uuid>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// A capture as the queue lists it.
#[derive(Serialize, ToSchema)]
struct QueuedView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = String, format = Uuid)]
    device: Uuid,
    device_label: Option<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    holder: Option<UserId>,
    holder_name: Option<String>,
    seq: i64,
    kind: String,
    v: i64,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// `push`, `carried`, `import`.
    transport: String,
    /// Absent while nobody has judged it.
    outcome: Option<String>,
    code: Option<String>,
    /// Other versions that came under its id and nobody has looked at.
    clashes: i64,
    /// The command that corrects it.
    #[schema(value_type = Option<String>, format = Uuid)]
    superseded_by: Option<Uuid>,
}

impl From<Queued> for QueuedView {
    fn from(it: Queued) -> Self {
        Self {
            id: it.id,
            device: it.device,
            device_label: it.label,
            holder: it.holder,
            holder_name: it.holder_name,
            seq: it.seq,
            kind: it.kind,
            v: it.v,
            received_at: it.received_at,
            transport: it.transport,
            outcome: it.outcome,
            code: it.code,
            clashes: it.clashes,
            superseded_by: it.superseded_by,
        }
    }
}

async fn list(
    door: Door,
    Params(params): Params<CapturesParams>,
) -> Result<Json<PageView<QueuedView>>, Problem> {
    let outcome = match params.outcome.as_deref() {
        None => None,
        Some(word) => {
            Some(Verdict::from_word(word).ok_or(Problem::plain("bad-address").field("outcome"))?)
        }
    };
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let from = after::<Uuid>(params.after.as_deref())?;
    let asked = Queue { outcome, device: params.device, after: from, limit };
    let mut tx = door.office.db.read().await?;
    let queued = review::queue(&mut tx, &door.office, &asked).await?;
    let views = queued.into_iter().map(QueuedView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| view.id.to_string())))
}

/// A capture, opened.
#[derive(Serialize, ToSchema)]
struct CaptureView {
    #[serde(flatten)]
    queued: QueuedView,
    /// Null when it does not open here.
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
    history: Vec<PastView>,
    photos: Vec<PhotoStateView>,
    others: Vec<OtherView>,
    /// What is held and waits for it.
    #[schema(value_type = Vec<String>)]
    dependents: Vec<Uuid>,
}

/// A decision of its history.
#[derive(Serialize, ToSchema)]
struct PastView {
    #[serde(flatten)]
    outcome: OutcomeView,
    #[schema(value_type = String, format = DateTime)]
    decided_at: Timestamp,
    /// Absent: the office decided by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    decided_by: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<Past> for PastView {
    fn from(past: Past) -> Self {
        let Past { outcome, decided_by, decided_by_name, reason } = past;
        let decided_at = outcome.decided_at;
        Self { decided_at, outcome: outcome.into(), decided_by, decided_by_name, reason }
    }
}

/// The same id with other bytes.
#[derive(Serialize, ToSchema)]
struct OtherView {
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    brought_by: Uuid,
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
}

impl From<Other> for OtherView {
    fn from(other: Other) -> Self {
        let Other { received_at, brought_by, body, decided_at } = other;
        Self { received_at, brought_by, body, decided_at }
    }
}

async fn show(door: Door, Named(id): Named<Uuid>) -> Result<Json<CaptureView>, Problem> {
    let mut tx = door.office.db.read().await?;
    let shown = review::show(&mut tx, &door.office, id).await?;
    drop(tx);
    let dependents = dependents(&Ground::of(&door.office), vec![id]).await?;
    let view = CaptureView {
        queued: shown.queued.into(),
        body: shown.body,
        history: shown.history.into_iter().map(Into::into).collect(),
        photos: shown.photos.into_iter().map(Into::into).collect(),
        others: shown.others.into_iter().map(Into::into).collect(),
        dependents,
    };
    Ok(Json(door.answer(view).await?))
}

/// What a phone may have photographed; anything else is a download.
const KINDS: [&str; 3] = ["image/jpeg", "image/webp", "image/png"];

async fn photo(door: Door, Named((id, role)): Named<(Uuid, String)>) -> Result<Response, Problem> {
    let mut tx = door.office.db.read().await?;
    let (mime, bytes) = review::photo(&mut tx, &door.office, id, &role).await?;
    drop(tx);
    let bytes = door.answer(bytes).await?;
    let known = KINDS.into_iter().find(|kind| *kind == mime);
    let kind = HeaderValue::from_static(known.unwrap_or("application/octet-stream"));
    let inline = if known.is_some() { "inline" } else { "attachment" };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(inline)),
    ];
    Ok((headers, bytes).into_response())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    /// `accept` or `reject`.
    decision: Decision,
    /// Why, in 3 to 300 characters; kept with the decision.
    reason: String,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Accept,
    Reject,
}

#[derive(Serialize, ToSchema)]
struct DecidedView {
    #[schema(value_type = String, format = Uuid)]
    capture: Uuid,
    outcome: &'static str,
    code: &'static str,
    #[schema(value_type = Object)]
    entities: sync::Entities,
}

async fn decide(
    axum::extract::State(_): axum::extract::State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<DecideForm>,
) -> Result<Json<DecidedView>, Problem> {
    let choice = match asked.form.decision {
        Decision::Accept => Choice::Accept,
        Decision::Reject => Choice::Reject,
    };
    let office = &asked.door.office;
    let order = Decide { capture: id, choice, reason: asked.form.reason };
    let done = carry_out(office, &asked.header, &order).await?;
    // What waited for it follows; if this is cut, the background pass does it.
    let ground = Ground::of(office);
    let waiting = dependents(&ground, vec![id]).await?;
    settle_again(&ground, &AllReaders, &waiting).await?;
    Ok(Json(DecidedView {
        capture: done.capture,
        outcome: done.outcome.word(),
        code: done.code.word(),
        entities: done.entities,
    }))
}
