//! Proofs over HTTP: every invariant on the live database, the heads of the audit chains.

use crate::{
    book::{Book, Route},
    door::{Door, Params},
    problem::Problem,
    wire::{PageView, after},
};
use access::{Duty, audit};
use axum::Json;
use ledger::Invariant;
use serde::{Deserialize, Serialize};
use terms::Timestamp;
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/check", "audit", "Prove every invariant now; it may take minutes")
            .answers::<CheckView>(200, "Also when one fails: `ok` says it."),
        check,
    )
    .add(
        Route::get("/api/v1/audit/heads", "audit", "Where every chain stands; keep it elsewhere")
            .answers_page::<HeadView>("By chain."),
        heads,
    )
    .add(
        Route::get("/api/v1/audit/entries", "audit", "Who did what to one thing, and who read it")
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
    let mut tx = office.db.read().await?;
    let mut all = ledger::check(&mut tx).await?;
    all.extend(contribution::check::check(&mut tx, office).await?);
    all.extend(insight::check(&mut tx, office).await?);
    let broken = audit::verify(&mut tx).await?;
    all.push(Invariant::new(
        "audit_chains_hold",
        "Rantai catatan tidak terputus dan tidak diubah.",
        "The chains of the audit are whole and unchanged.",
        broken.iter().map(ToString::to_string).collect(),
    ));
    let ok = all.iter().all(|invariant| invariant.ok);
    Ok(Json(CheckView { ok, invariants: all.into_iter().map(Into::into).collect() }))
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
    #[schema(value_type = String, format = Uuid)]
    subject: Uuid,
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
    action: String,
    subject_kind: String,
    /// Ids and counts.
    detail: String,
    chain: i64,
    seq: i64,
    line: i64,
}

impl From<audit::Recorded> for AuditEntryView {
    fn from(it: audit::Recorded) -> Self {
        Self {
            recorded_at: it.recorded_at,
            actor: it.actor.0,
            action: it.action,
            subject_kind: it.subject_kind,
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
    let before: Option<Timestamp> = after(params.after.as_deref())?;
    let mut tx = door.office.db.read().await?;
    let found = audit::about(&mut tx, &door.office, params.subject, before, limit).await?;
    let views: Vec<AuditEntryView> = found.into_iter().map(Into::into).collect();
    Ok(Json(PageView::of(views, limit, |entry| entry.recorded_at.to_string())))
}
