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
use sheets::{Limits, Row, Workbook, csv_field};
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
        Some(sheet) => {
            door.office.note("read result sheet", "list", Some(id.0), "");
            sheet
        }
        None => outcomes_csv(&door, id).await?,
    };
    let body = files::send(sheet).map_err(Problem::fault)?;
    door.answer(file_answer(body, CSV, "attachment; filename=\"hasil.csv\"")).await
}

async fn result_xlsx(
    door: Door,
    State(server): State<Arc<Server>>,
    Named(id): Named<ListId>,
) -> Result<Response, Problem> {
    let csv = match kept_sheet(&server, &door, id) {
        Some(sheet) => {
            door.office.note("read result sheet", "list", Some(id.0), "");
            sheet
        }
        None => outcomes_csv(&door, id).await?,
    };
    let book = tokio::task::spawn_blocking(move || as_workbook(csv)).await;
    let book = book.map_err(Problem::fault)?.map_err(Problem::fault)?;
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
/// The headers a result sheet is known by; `nik` and `nama` stay empty where nothing was kept.
const HEADERS: [&str; 5] = ["baris", "hasil", "isian", "keterangan_hasil", "english"];

/// Row, outcome and sentences, from what is kept of a list.
async fn outcomes_csv(door: &Door, id: ListId) -> Result<File, Problem> {
    let file = files::unnamed().map_err(Problem::fault)?;
    let mut out = BufWriter::new(file.try_clone().map_err(Problem::fault)?);
    write!(out, "\u{feff}{}\r\n", HEADERS.join(",")).map_err(Problem::fault)?;
    let mut after = 0;
    loop {
        let rows = {
            let mut tx = door.office.db.read().await?;
            list_rows(&mut tx, &door.office, id, None, after, ROWS_AT_ONCE).await?
        };
        let Some(last) = rows.last() else { break };
        after = last.row_number;
        for row in rows {
            out.write_all(line(&row).as_bytes()).map_err(Problem::fault)?;
        }
    }
    out.flush().map_err(Problem::fault)?;
    // Each page noted itself; one entry says the same.
    door.office.take_notes();
    door.office.note("read result sheet", "list", Some(id.0), "");
    Ok(file)
}

fn line(row: &ListRow) -> String {
    let cells = [
        row.row_number.to_string(),
        csv_field(&row.outcome),
        csv_field(row.field.as_deref().unwrap_or_default()),
        csv_field(&row.sentence_id),
        csv_field(&row.sentence_en),
    ];
    cells.join(",") + "\r\n"
}

/// A sheet of ours as a workbook, column by column.
fn as_workbook(csv: File) -> Result<File, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let out = files::unnamed().map_err(|e| said(&e))?;
    let copy = out.try_clone().map_err(|e| said(&e))?;
    let (headers, mut next) = rows_of(csv)?;
    let n = headers.len();
    let mut book = Workbook::new(copy, "hasil", headers).map_err(|e| said(&e))?;
    while let Some(row) = next()? {
        for at in 0..n {
            book.text(row.cell(at).text());
        }
        book.end_row().map_err(|e| said(&e))?;
    }
    book.finish().map_err(|e| said(&e))?;
    Ok(out)
}

type NextRow = Box<dyn FnMut() -> Result<Option<Row>, String>>;

/// The headers of a sheet and its rows, one after the other.
fn rows_of(csv: File) -> Result<(Vec<String>, NextRow), String> {
    let mut sheet =
        sheets::open(csv, "hasil.csv", Limits::default()).map_err(|error| error.to_string())?;
    let headers = sheet.columns().headers().to_vec();
    let next = move || {
        let mut row = Row::new();
        let found = sheet.next_row(&mut row).map_err(|error| error.to_string())?;
        Ok(found.then_some(row))
    };
    Ok((headers, Box::new(next)))
}
