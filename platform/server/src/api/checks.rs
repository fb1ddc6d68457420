//! Proofs over HTTP: every invariant on the live database, the heads of the audit chains.

use super::people::timeline::ColleagueView;
use crate::{
    book::{Book, Route},
    door::{Door, Params},
    office::Server,
    problem::Problem,
    proving::{Running, STEPS, prove},
    wire::{PageView, after},
};
use access::{
    Duty, Office, audit,
    trail::{Place, Query, Recorded, search},
};
use axum::{Json, extract::State, http::StatusCode};
use contribution::kept_checks::{CheckRun, KeptInvariant, last_check};
use ledger::Invariant;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use terms::{Date, Timestamp};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/check", "audit", "Prove every invariant now; it may take minutes")
            .answers::<CheckView>(200, "Also when one fails: `ok` says it."),
        check,
    )
    .add(
        Route::post("/api/v1/check", "audit", "Begin to prove every invariant beside the requests")
            .answers::<CheckStandingView>(202, "One run at a time; watch it at /api/v1/check/last.")
            .shown(202, include_str!("examples/check_standing.json")),
        begin,
    )
    .add(
        Route::get("/api/v1/check/last", "audit", "The run under way, and the last result")
            .answers::<CheckStandingView>(200, "The result is kept; both may be null.")
            .shown(200, include_str!("examples/check_standing.json")),
        last,
    )
    .add(
        Route::get("/api/v1/audit/heads", "audit", "Where every chain stands; keep it elsewhere")
            .answers_page::<HeadView>("By chain."),
        heads,
    )
    .add(
        Route::get(
            "/api/v1/audit/entries",
            "audit",
            "Who did or read what, to what, on which days",
        )
        .params::<EntryParams>()
        .answers_page::<AuditEntryView>("Newest first."),
        entries,
    )
}

#[derive(Debug, Serialize, ToSchema)]
struct CheckView {
    ok: bool,
    invariants: Vec<InvariantView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct InvariantView {
    name: &'static str,
    ok: bool,
    sentence_id: &'static str,
    sentence_en: &'static str,
    /// What was found against it, the first few.
    found: Vec<String>,
}

impl From<Invariant> for InvariantView {
    fn from(invariant: Invariant) -> Self {
        let Invariant { name, sentence_id, sentence_en, ok, found } = invariant;
        Self { name, ok, sentence_id, sentence_en, found }
    }
}

async fn check(door: Door) -> Result<Json<CheckView>, Problem> {
    let office = &door.office;
    office.allow_everywhere(Duty::ReadAudit)?;
    let all = prove(office, |_| {}).await?;
    let ok = all.iter().all(|invariant| invariant.ok);
    Ok(Json(CheckView { ok, invariants: all.into_iter().map(Into::into).collect() }))
}

/// Where the proofs stand.
#[derive(Debug, Serialize, ToSchema)]
struct CheckStandingView {
    /// The run under way.
    running: Option<CheckRunningView>,
    /// The last result that was kept.
    last: Option<CheckRunView>,
    /// When a run last broke off without a result.
    #[schema(value_type = Option<String>, format = DateTime)]
    broke_off_at: Option<Timestamp>,
}

/// A run under way.
#[derive(Debug, Serialize, ToSchema)]
struct CheckRunningView {
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    started_by: Uuid,
    /// Steps done, of how many.
    done: usize,
    of: usize,
    percent: usize,
    /// The step it is at: `books`, `members`, `counts`, `audit`.
    step: &'static str,
}

impl From<Running> for CheckRunningView {
    fn from(running: Running) -> Self {
        Self {
            started_at: running.started_at,
            started_by: running.by.0,
            done: running.done,
            of: STEPS.len(),
            percent: running.done * 100 / STEPS.len(),
            step: STEPS.get(running.done).copied().unwrap_or("audit"),
        }
    }
}

/// A result that was kept.
#[derive(Debug, Serialize, ToSchema)]
struct CheckRunView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    finished_at: Timestamp,
    who: ColleagueView,
    ok: bool,
    invariants: Vec<KeptInvariantView>,
}

/// An invariant as it stood.
#[derive(Debug, Serialize, ToSchema)]
struct KeptInvariantView {
    name: String,
    ok: bool,
    sentence_id: String,
    sentence_en: String,
    found: Vec<String>,
}

impl From<KeptInvariant> for KeptInvariantView {
    fn from(it: KeptInvariant) -> Self {
        let KeptInvariant { name, ok, sentence_id, sentence_en, found } = it;
        Self { name, ok, sentence_id, sentence_en, found }
    }
}

impl From<CheckRun> for CheckRunView {
    fn from(run: CheckRun) -> Self {
        Self {
            id: run.id,
            started_at: run.started_at,
            finished_at: run.finished_at,
            who: ColleagueView::of(run.started_by, run.by_name),
            ok: run.ok,
            invariants: run.invariants.into_iter().map(Into::into).collect(),
        }
    }
}

async fn standing(server: &Server, office: &Office) -> Result<Json<CheckStandingView>, Problem> {
    let kept = {
        let mut tx = office.db.read().await?;
        last_check(&mut tx, office).await?
    };
    let (running, broke_off_at) = server.proofs.watch();
    let (running, last) = (running.map(Into::into), kept.map(Into::into));
    Ok(Json(CheckStandingView { running, last, broke_off_at }))
}

async fn begin(
    door: Door,
    State(server): State<Arc<Server>>,
) -> Result<(StatusCode, Json<CheckStandingView>), Problem> {
    let office = door.office;
    office.allow_everywhere(Duty::ReadAudit)?;
    office.note("begin check", "check", None, "");
    office.record_reads().await?;
    let view = standing(&server, &office).await?;
    server.proofs.begin(&server, office);
    let (running, _) = server.proofs.watch();
    let Json(mut view) = view;
    view.running = running.map(Into::into);
    Ok((StatusCode::ACCEPTED, Json(view)))
}

async fn last(
    door: Door,
    State(server): State<Arc<Server>>,
) -> Result<Json<CheckStandingView>, Problem> {
    standing(&server, &door.office).await
}

#[derive(Debug, Serialize, ToSchema)]
struct HeadView {
    chain: i64,
    seq: i64,
    /// SHA-256 in hex.
    hash: String,
}

async fn heads(door: Door) -> Result<Json<PageView<HeadView>>, Problem> {
    door.office.allow_everywhere(Duty::ReadAudit)?;
    let mut tx = door.office.db.read().await?;
    let view = |head: audit::Head| HeadView { chain: head.chain, seq: head.seq, hash: head.hash };
    Ok(Json(PageView::whole(audit::heads(&mut tx).await?.into_iter().map(view).collect())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryParams {
    /// A person, a membership, a payment, a user, a session, a list.
    #[schema(value_type = Option<String>, format = Uuid)]
    subject: Option<Uuid>,
    /// Who did it: an id or a login.
    actor: Option<String>,
    /// What was done, exactly as it is written there: `sign in`, `grant role`.
    action: Option<String>,
    /// The first day, at the office.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AuditEntryView {
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    actor: Uuid,
    /// Absent for the system, guests and devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_login: Option<String>,
    action: String,
    subject_kind: String,
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Uuid>,
    /// Ids and counts.
    detail: String,
    chain: i64,
    seq: i64,
    line: i64,
}

impl From<Recorded> for AuditEntryView {
    fn from(it: Recorded) -> Self {
        Self {
            recorded_at: it.recorded_at,
            actor: it.actor.0,
            actor_login: it.actor_login,
            action: it.action,
            subject_kind: it.subject_kind,
            subject: it.subject,
            detail: it.detail,
            chain: it.chain,
            seq: it.seq,
            line: it.line,
        }
    }
}

async fn entries(
    door: Door,
    Params(params): Params<EntryParams>,
) -> Result<Json<PageView<AuditEntryView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let EntryParams { subject, actor, action, from, to, after: place, .. } = params;
    let query = Query { subject, actor, action, from, to, after: after(place.as_deref())? };
    let mut tx = door.office.db.read().await?;
    let found = search(&mut tx, &door.office, &query, limit).await?;
    let PageView { items, next } =
        PageView::of(found, limit, |entry| Place::from(entry).to_string());
    Ok(Json(PageView { items: items.into_iter().map(Into::into).collect(), next }))
}
