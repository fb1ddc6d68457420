//! Lists of people as files: hand one in, watch it, fetch what became of its rows.
//!
//! The content is the key: the same file handed in again answers what it answered.

mod bill;
mod downloads;

use crate::{
    book::{Book, Route},
    door::{Door, Named, Params},
    files,
    imports::{Stage, Watched},
    office::Server,
    problem::Problem,
    wire::{PageView, after},
};
use access::Duty;
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use contribution::import::{
    ImportOrder, Imported, List, ListRow, Progress, list_rows, list_status, lists,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, str::FromStr, sync::Arc, time::Duration};
use terms::{
    AreaCode, Payer, Programmes, Rupiah, Timestamp,
    ids::{ListId, MembershipId, PersonId},
};
use utoipa::ToSchema;
use uuid::Uuid;

const KINDS: [&str; 4] = [
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/octet-stream",
];

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "lists", summary);
    let book = downloads::write_downloads(bill::write_bill(book));
    book.add(
        Route::post(
            "/api/v1/lists",
            "lists",
            "Hand in a list: CSV, XLSX or ODS, found out by its content",
        )
        .params::<OrderParams>()
        .file(&KINDS)
        .answers::<ListView>(201, "Read to its end; the rows that could be enrolled are.")
        .answers::<ListView>(200, "The same content was read before; this is what came of it.")
        .answers::<ListView>(202, "Still being read; ask for it again."),
        hand_in,
    )
    .add(
        get("/api/v1/lists", "The newest lists of an area")
            .params::<ListsParams>()
            .answers_page::<ListView>("Newest first."),
        list,
    )
    .add(
        get("/api/v1/lists/{id}", "How far a list is, or what came of it")
            .answers::<ListView>(200, "`state` is `reading`, `done` or `refused`."),
        one,
    )
    .add(
        get("/api/v1/lists/{id}/rows", "What became of each row")
            .params::<RowsParams>()
            .answers_page::<RowView>("In the order of the sheet."),
        rows,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderParams {
    /// The area the list is for; people of other areas are refused.
    #[schema(value_type = String, example = "33.02")]
    area: AreaCode,
    /// Who pays where a row does not say; `self` when absent.
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    /// The group people are in where a row does not say.
    group: Option<String>,
    /// `jkk,jkm` when absent.
    programmes: Option<String>,
    /// Income where a row does not say; absent is the lowest tier.
    #[schema(value_type = Option<i64>)]
    income: Option<Rupiah>,
    /// Opens a payment code for each new member, for so many months.
    code_months: Option<u32>,
}

/// A list and what came of it.
#[derive(Debug, Serialize, ToSchema)]
struct ListView {
    #[schema(value_type = String, format = Uuid)]
    id: ListId,
    /// `reading`, `done`, `refused`.
    state: String,
    /// The same content had been read before.
    #[serde(skip_serializing_if = "Option::is_none")]
    was_known: Option<bool>,
    n_rows: u64,
    /// How much of it is read.
    percent: u64,
    /// Rows of the file, while it is being read.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_total: Option<u64>,
    n_accepted: u64,
    n_refused: u64,
    /// Members already, left as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_already: Option<u64>,
    /// Rows by outcome.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Object)]
    by_outcome: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer: Option<&'static str>,
    /// Why it was refused as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
}

impl ListView {
    fn reading(id: ListId, progress: Option<Progress>) -> Self {
        Self {
            id,
            state: "reading".into(),
            was_known: None,
            n_rows: progress.map_or(0, |progress| progress.n_rows),
            percent: progress.map_or(0, |progress| percent(progress.n_rows, progress.n_total)),
            n_total: progress.map(|progress| progress.n_total),
            n_accepted: progress.map_or(0, |progress| progress.n_accepted),
            n_refused: progress.map_or(0, |progress| progress.n_refused),
            n_already: None,
            by_outcome: BTreeMap::new(),
            name: None,
            area: None,
            payer: None,
            reason: None,
            received_at: None,
            finished_at: None,
        }
    }
}

fn percent(done: u64, of: u64) -> u64 {
    (done * 100).checked_div(of).unwrap_or(0).min(100)
}

impl From<Imported> for ListView {
    fn from(imported: Imported) -> Self {
        Self {
            state: "done".into(),
            percent: 100,
            was_known: Some(imported.was_known),
            n_rows: imported.n_rows,
            n_accepted: imported.n_accepted,
            n_refused: imported.n_refused,
            n_already: Some(imported.n_already),
            by_outcome: imported.by_outcome,
            ..Self::reading(imported.list, None)
        }
    }
}

impl From<List> for ListView {
    fn from(list: List) -> Self {
        Self {
            percent: if list.state == "done" { 100 } else { 0 },
            state: list.state,
            n_rows: list.n_rows.unsigned_abs(),
            n_accepted: list.n_accepted.unsigned_abs(),
            n_refused: list.n_refused.unsigned_abs(),
            name: Some(list.name),
            area: Some(list.area.to_string()),
            payer: Some(list.payer.word()),
            reason: list.reason,
            received_at: Some(list.received_at),
            finished_at: list.finished_at,
            ..Self::reading(list.id, None)
        }
    }
}

/// An answer comes at once when the list is short; otherwise the sender asks again.
const PATIENCE: Duration = Duration::from_secs(10);

async fn hand_in(
    door: Door,
    State(server): State<Arc<Server>>,
    Params(params): Params<OrderParams>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<ListView>), Problem> {
    let office = door.office;
    // Before sixty megabytes are taken from somebody who may not hand anything in.
    office.allow(Duty::ImportList, &params.area)?;
    let programmes = match params.programmes.as_deref() {
        None => Programmes::BASE,
        Some(text) => Programmes::from_str(text).map_err(|error| {
            let en = error.to_string();
            Problem::new("bad-address", "UNKNOWN_WORD", en.clone(), en).field("programmes")
        })?,
    };
    let (file, sha256) = files::receive(body, server.options.limits.list_bytes).await?;
    let (seed, _) = sha256.split_at(16);
    let seed = Uuid::from_slice(seed).map_err(Problem::fault)?;
    let order = ImportOrder {
        list: ListId(office.outside.id(seed, "list", 0)),
        file_name: file_name(&headers),
        area: params.area,
        payer: params.payer.unwrap_or(Payer::SelfPaid),
        group: params.group,
        programmes,
        income: params.income,
        code_months: params.code_months,
    };
    let mut watched = server.imports.begin(&server, office, order, file)?;
    let done = |stage: &Stage| !matches!(stage, Stage::Reading(_));
    let _ = tokio::time::timeout(PATIENCE, watched.stage.wait_for(done)).await;
    let view = stage_view(&watched)?;
    let status = match (view.state.as_str(), view.was_known) {
        ("reading", _) => StatusCode::ACCEPTED,
        (_, Some(true)) => StatusCode::OK,
        _ => StatusCode::CREATED,
    };
    Ok((status, Json(view)))
}

fn stage_view(watched: &Watched) -> Result<ListView, Problem> {
    let stage = watched.stage.borrow().clone();
    match stage {
        Stage::Reading(progress) => Ok(ListView::reading(watched.list, progress)),
        Stage::Done(imported) => Ok(imported.into()),
        Stage::Refused(problem) => Err(*problem),
    }
}

/// The name in `Content-Disposition`; only sentences use it.
fn file_name(headers: &HeaderMap) -> String {
    let said = headers.get(header::CONTENT_DISPOSITION).and_then(|value| value.to_str().ok());
    let named = said.unwrap_or_default().split(';').find_map(|part| {
        part.trim().strip_prefix("filename=").map(|name| name.trim_matches('"').to_owned())
    });
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "list".into())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ListsParams {
    #[schema(value_type = String, example = "33.02")]
    area: AreaCode,
    /// 1 to 200.
    limit: Option<u32>,
}

async fn list(
    door: Door,
    Params(params): Params<ListsParams>,
) -> Result<Json<PageView<ListView>>, Problem> {
    let limit = params.limit.unwrap_or(50).clamp(1, 200);
    let mut tx = door.office.db.read().await?;
    let found = lists(&mut tx, &door.office, &params.area, limit).await?;
    Ok(Json(PageView::whole(found.into_iter().map(Into::into).collect())))
}

async fn one(
    door: Door,
    State(server): State<Arc<Server>>,
    Named(id): Named<ListId>,
) -> Result<Json<ListView>, Problem> {
    if let Some(watched) = server.imports.watched(id, door.office.actor) {
        return Ok(Json(stage_view(&watched)?));
    }
    let mut tx = door.office.db.read().await?;
    Ok(Json(list_status(&mut tx, &door.office, id).await?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RowsParams {
    /// Only rows of this outcome.
    outcome: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 2000.
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RowView {
    row: i64,
    /// Stable code.
    outcome: String,
    /// The column, or the fact the code is about.
    field: Option<String>,
    sentence_id: String,
    sentence_en: String,
    #[schema(value_type = Option<String>, format = Uuid)]
    person: Option<PersonId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    membership: Option<MembershipId>,
}

impl From<ListRow> for RowView {
    fn from(row: ListRow) -> Self {
        Self {
            row: row.row_number,
            outcome: row.outcome,
            field: row.field,
            sentence_id: row.sentence_id,
            sentence_en: row.sentence_en,
            person: row.person,
            membership: row.membership,
        }
    }
}

async fn rows(
    door: Door,
    Named(id): Named<ListId>,
    Params(params): Params<RowsParams>,
) -> Result<Json<PageView<RowView>>, Problem> {
    let limit = params.limit.unwrap_or(200).clamp(1, 2_000);
    let last: i64 = after(params.after.as_deref())?.unwrap_or(0);
    let outcome = params.outcome.as_deref();
    let found = {
        let mut tx = door.office.db.read().await?;
        list_rows(&mut tx, &door.office, id, outcome, last, limit).await?
    };
    let views: Vec<RowView> = found.into_iter().map(Into::into).collect();
    door.answer(Json(PageView::of(views, limit, |row| row.row.to_string()))).await
}
