//! The report of a branch for a month: as data, as a sheet, and (in `pages`) on paper.

mod sheet;
mod views;

use super::coverage::CoverageParams;
use crate::{
    book::{Book, For, Route},
    door::{Params, Reader},
    problem::Problem,
};
use access::Office;
use axum::{
    Json,
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use insight::goal::TargetRefusal;
use outreach::monthly::{MonthReport, month_report};
use serde::Deserialize;
use terms::Month;
use utoipa::ToSchema;
use views::MonthReportView;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get(
            "/api/v1/reports/month",
            "coverage",
            "A branch's month: target, new, back, lapsed, net; contributions; events",
        )
        .open_to(For::Readers)
        .params::<MonthReportParams>()
        .answers::<MonthReportView>(
            200,
            "With the definition of each figure; `format=csv` or `xlsx` for a sheet.",
        ),
        month,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonthReportParams {
    /// A code, a name, an alias (“Serang Raya”), several parted by commas; the country when absent.
    #[schema(example = "33.02")]
    pub(crate) area: Option<String>,
    /// This month when absent; a past one is counted as of its last day.
    #[schema(value_type = Option<String>, example = "2026-10")]
    pub(crate) month: Option<Month>,
    /// `json` (when absent), `csv`, `xlsx`.
    pub(crate) format: Option<String>,
}

/// The report, for the API and for the page.
pub(crate) async fn report_of(
    office: &Office,
    area: Option<&str>,
    month: Option<Month>,
) -> Result<MonthReport, Problem> {
    let place = CoverageParams::of_area(area).place()?;
    let month = month.unwrap_or_else(|| Month::of(office.outside.today()));
    let mut tx = office.db.read().await?;
    Ok(month_report(&mut tx, office, place, month).await?)
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn month(
    reader: Reader,
    Params(params): Params<MonthReportParams>,
) -> Result<Response, Problem> {
    let known = "json, csv, xlsx";
    let format = params.format.as_deref().unwrap_or("json");
    if !known.split(", ").any(|word| word == format) {
        return Err(TargetRefusal::Word("format", known).into());
    }
    let report = report_of(&reader.office, params.area.as_deref(), params.month).await?;
    let (kind, body) = match format {
        "csv" => ("text/csv; charset=utf-8", sheet::csv(&report).into_bytes()),
        "xlsx" => (XLSX, sheet::workbook(&report).map_err(Problem::fault)?),
        _ => return Ok(Json(MonthReportView::from(report)).into_response()),
    };
    let place = if report.area.is_empty() { "indonesia" } else { &report.area };
    let named = format!("attachment; filename=\"laporan-{place}-{}.{format}\"", report.month);
    let named = HeaderValue::from_str(&named).map_err(Problem::fault)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((headers, Body::from(body)).into_response())
}

/// The report of a month as the API writes it, for whoever else prints it.
#[must_use]
pub fn json_of(report: MonthReport) -> serde_json::Value {
    // Plain numbers and texts: nothing in a report can fail to be written as JSON.
    serde_json::to_value(MonthReportView::from(report)).unwrap_or_default()
}
