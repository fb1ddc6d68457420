//! What goes back to whoever handed a list in: every row with its outcome, or the refused ones alone,
//! as CSV or as a workbook.

use crate::{
    book::{Book, Route},
    door::{Door, Named},
    files,
    office::Server,
    problem::Problem,
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contribution::import::{ListRow, ResultSheet, failed_rows, list_rows};
use sheets::{Limits, Row, SheetRefusal, Workbook, csv_field};
use std::{
    fs::File,
    io::{BufWriter, Write},
    sync::Arc,
};
use terms::ids::ListId;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn write_downloads(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "lists", summary);
    let (all, refused) = (
        "The sheet with what came of each row",
        "The refused rows alone, to be mended and handed in",
    );
    let own = "The clerk's own columns and the outcome beside them, until the program restarts; \
               afterwards row, outcome and sentences.";
    let reasons = "With their reasons. It opens personal data and is noted.";
    book.add(get("/api/v1/lists/{id}/result.csv", all).answers_as(200, "text/csv", own), result_csv)
        .add(get("/api/v1/lists/{id}/result.xlsx", all).answers_as(200, XLSX, own), result_xlsx)
        .add(
            get("/api/v1/lists/{id}/refused.csv", refused).answers_as(200, "text/csv", reasons),
            refused_csv,
        )
        .add(
            get("/api/v1/lists/{id}/refused.xlsx", refused).answers_as(200, XLSX, reasons),
            refused_xlsx,
        )
}

fn file_answer(body: Body, kind: &'static str, name: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, body).into_response()
}

/// The sheet as it was written while the list was read, if the program still has it.
fn kept_sheet(server: &Server, door: &Door, id: ListId) -> Option<File> {
    server.imports.watched(id, door.office.actor).and_then(|watched| watched.sheet())
}

async fn result_csv(
    door: Door,
    State(server): State<Arc<Server>>,
    Named(id): Named<ListId>,
) -> Result<Response, Problem> {
    let sheet = match kept_sheet(&server, &door, id) {
        Some(sheet) => sheet,
        None => outcomes_csv(&door, id).await?,
    };
    door.office.note("read result sheet", "list", Some(id.0), "");
    let body = files::send(sheet).map_err(Problem::fault)?;
    door.answer(file_answer(body, CSV, "attachment; filename=\"hasil.csv\"")).await
}

async fn result_xlsx(
    door: Door,
    State(server): State<Arc<Server>>,
    Named(id): Named<ListId>,
) -> Result<Response, Problem> {
    let book = match kept_sheet(&server, &door, id) {
        Some(csv) => tokio::task::spawn_blocking(move || as_workbook(csv))
            .await
            .map_err(Problem::fault)?
            .map_err(Problem::fault)?,
        None => outcomes_xlsx(&door, id).await?,
    };
    door.office.note("read result sheet", "list", Some(id.0), "");
    let body = files::send(book).map_err(Problem::fault)?;
    door.answer(file_answer(body, XLSX, "attachment; filename=\"hasil.xlsx\"")).await
}

async fn refused_csv(door: Door, Named(id): Named<ListId>) -> Result<Response, Problem> {
    let file = files::unnamed().map_err(Problem::fault)?;
    let mut sheet = ResultSheet::csv(file.try_clone().map_err(Problem::fault)?);
    failed_rows(&door.office, id, &mut sheet).await?;
    let body = files::send(file).map_err(Problem::fault)?;
    Ok(file_answer(body, CSV, "attachment; filename=\"ditolak.csv\""))
}

async fn refused_xlsx(door: Door, Named(id): Named<ListId>) -> Result<Response, Problem> {
    let file = files::unnamed().map_err(Problem::fault)?;
    let mut sheet = ResultSheet::xlsx(file.try_clone().map_err(Problem::fault)?);
    failed_rows(&door.office, id, &mut sheet).await?;
    let body = files::send(file).map_err(Problem::fault)?;
    Ok(file_answer(body, XLSX, "attachment; filename=\"ditolak.xlsx\""))
}

const ROWS_AT_ONCE: u32 = 2_000;
const HEADERS: [&str; 5] = ["baris", "hasil", "isian", "keterangan_hasil", "english"];

/// What is kept of each row of a list: its number, and what is said of it.
async fn each_outcome(
    door: &Door,
    id: ListId,
    mut take: impl FnMut(i64, [String; 4]) -> std::io::Result<()>,
) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let rows = {
            let mut tx = door.office.db.read().await?;
            list_rows(&mut tx, &door.office, id, None, after, ROWS_AT_ONCE).await?
        };
        let Some(last) = rows.last() else { break };
        after = last.row_number;
        for row in rows {
            let ListRow { row_number, outcome, field, sentence_id, sentence_en, .. } = row;
            let said = [outcome, field.unwrap_or_default(), sentence_id, sentence_en];
            take(row_number, said).map_err(Problem::fault)?;
        }
    }
    // Each page noted itself; the caller notes the whole.
    door.office.take_notes();
    Ok(())
}

async fn outcomes_csv(door: &Door, id: ListId) -> Result<File, Problem> {
    let file = files::unnamed().map_err(Problem::fault)?;
    let mut out = BufWriter::new(file.try_clone().map_err(Problem::fault)?);
    write!(out, "\u{feff}{}\r\n", HEADERS.join(",")).map_err(Problem::fault)?;
    each_outcome(door, id, |row, said| {
        let said = said.map(|text| csv_field(&text)).join(",");
        write!(out, "{row},{said}\r\n")
    })
    .await?;
    out.flush().map_err(Problem::fault)?;
    Ok(file)
}

async fn outcomes_xlsx(door: &Door, id: ListId) -> Result<File, Problem> {
    let file = files::unnamed().map_err(Problem::fault)?;
    let copy = file.try_clone().map_err(Problem::fault)?;
    let headers = HEADERS.map(String::from).to_vec();
    let mut book = Workbook::new(copy, "hasil", headers).map_err(Problem::fault)?;
    each_outcome(door, id, |row, said| {
        book.number(row);
        said.iter().for_each(|text| book.text(text));
        book.end_row()
    })
    .await?;
    book.finish().map_err(Problem::fault)?;
    Ok(file)
}

/// A sheet of ours as a workbook, column by column.
fn as_workbook(csv: File) -> Result<File, Broken> {
    let out = files::unnamed()?;
    let mut sheet = sheets::open(csv, "hasil.csv", Limits::default())?;
    let headers = sheet.columns().headers().to_vec();
    let n = headers.len();
    let mut book = Workbook::new(out.try_clone()?, "hasil", headers)?;
    let mut row = Row::new();
    while sheet.next_row(&mut row)? {
        for at in 0..n {
            book.text(row.cell(at).text());
        }
        book.end_row()?;
    }
    book.finish()?;
    Ok(out)
}

/// Why a sheet of ours did not become a workbook.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Sheet(#[from] SheetRefusal),
    #[error(transparent)]
    File(#[from] std::io::Error),
}
