//! One bill for a list: codes for all its members, and the sheet a village pays by.

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    problem::Problem,
    wire::after,
};
use access::carry_out;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contribution::list_codes::{ListBill, ListBillLine, ListCodesOpened, OpenListCodes, list_bill};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheets::csv_field;
use terms::{
    Date, Month, Rupiah,
    ids::{ListId, MembershipId},
};
use utoipa::ToSchema;

pub(super) fn write_bill(book: Book) -> Book {
    book.add(
        Route::command(
            "/api/v1/lists/{id}/codes",
            "lists",
            "Open a payment code for every member of a list who has no open one",
        )
        .body::<ListCodesForm>(json!({ "months": 1 }))
        .answers::<ListCodesView>(201, "What was opened, and who was left out for which reason.")
        .shown(201, include_str!("../examples/list_codes.json")),
        open_codes,
    )
    .add(
        Route::get(
            "/api/v1/lists/{id}/bill",
            "lists",
            "The bill of a list: every code and the total",
        )
        .params::<BillParams>()
        .answers::<ListBillView>(200, "`format=csv` for the whole as a sheet.")
        .shown(200, include_str!("../examples/list_bill.json")),
        bill,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ListCodesForm {
    /// 1 to 12.
    months: u32,
}

#[derive(Debug, Serialize, ToSchema)]
struct ListCodesView {
    #[schema(value_type = String, format = Uuid)]
    list: ListId,
    /// Codes opened now.
    n_opened: u64,
    /// What they come to.
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
    n_open_already: u64,
    /// Lapsed: the intake questions come first.
    n_need_renewal: u64,
    n_covered_by_credit: u64,
    /// Ended, or under review.
    n_not_payable: u64,
}

impl From<ListCodesOpened> for ListCodesView {
    fn from(it: ListCodesOpened) -> Self {
        Self {
            list: it.list,
            n_opened: it.n_opened,
            amount: it.amount,
            expires_on: it.expires_on,
            n_open_already: it.n_open_already,
            n_need_renewal: it.n_need_renewal,
            n_covered_by_credit: it.n_covered_by_credit,
            n_not_payable: it.n_not_payable,
        }
    }
}

async fn open_codes(
    Named(list): Named<ListId>,
    Asked { door, header, form }: Asked<ListCodesForm>,
) -> Result<(StatusCode, Json<ListCodesView>), Problem> {
    let command = OpenListCodes { list, n_months: form.months };
    let done = carry_out(&door.office, &header, &command).await?;
    Ok((StatusCode::CREATED, Json(done.into())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BillParams {
    /// `next` of the page before: a row of the sheet.
    after: Option<String>,
    /// 1 to 2000.
    limit: Option<u32>,
    /// `json` (when absent) or `csv`.
    format: Option<String>,
}

/// A list's bill.
#[derive(Debug, Serialize, ToSchema)]
struct ListBillView {
    #[schema(value_type = String, format = Uuid)]
    list: ListId,
    /// The name of its file.
    name: String,
    area: String,
    area_name: String,
    payer: &'static str,
    /// Codes that can be paid now.
    n_open: i64,
    /// What is to be paid in all.
    #[schema(value_type = i64)]
    total: Rupiah,
    /// Until when all of them can be paid.
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
    /// Codes that were paid.
    n_paid: i64,
    #[schema(value_type = i64)]
    paid: Rupiah,
    items: Vec<ListBillLineView>,
    /// Give it as `after` for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A line of it.
#[derive(Debug, Serialize, ToSchema)]
struct ListBillLineView {
    row: i64,
    code: String,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    number: String,
    name: String,
    village: String,
    #[schema(value_type = String)]
    first_month: Month,
    n_months: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
    /// `open` or `paid`.
    state: String,
}

impl From<ListBillLine> for ListBillLineView {
    fn from(line: ListBillLine) -> Self {
        Self {
            row: line.row_number,
            code: line.code,
            membership: line.membership,
            number: line.number,
            name: line.name,
            village: line.village,
            first_month: line.first_month,
            n_months: line.n_months,
            amount: line.amount,
            expires_on: line.expires_on,
            state: line.state,
        }
    }
}

impl ListBillView {
    fn of(bill: ListBill, limit: u32) -> Self {
        let is_full = bill.lines.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let last = bill.lines.last().map(|line| line.row_number.to_string());
        let area = bill.list.area;
        Self {
            list: bill.list.id,
            name: bill.list.name,
            area_name: Gazetteer::embedded().described(&area),
            area: area.to_string(),
            payer: bill.list.payer.word(),
            n_open: bill.open.0,
            total: bill.open.1,
            expires_on: bill.expires_on,
            n_paid: bill.paid.0,
            paid: bill.paid.1,
            next: last.filter(|_| is_full),
            items: bill.lines.into_iter().map(Into::into).collect(),
        }
    }
}

const LINES_AT_ONCE: u32 = 2_000;

async fn bill(
    door: Door,
    Named(id): Named<ListId>,
    Params(params): Params<BillParams>,
) -> Result<Response, Problem> {
    let row: i64 = after(params.after.as_deref())?.unwrap_or(0);
    match params.format.as_deref() {
        None | Some("json" | "") => {}
        Some("csv") => return sheet(door, id).await,
        Some(_) => return Err(Problem::plain("bad-address").field("format")),
    }
    let limit = params.limit.unwrap_or(500).clamp(1, LINES_AT_ONCE);
    let found = {
        let mut tx = door.office.db.read().await?;
        list_bill(&mut tx, &door.office, id, row, limit).await?
    };
    door.answer(Json(ListBillView::of(found, limit)).into_response()).await
}

async fn sheet(door: Door, id: ListId) -> Result<Response, Problem> {
    let mut text = String::from(
        "\u{feff}baris,kode_bayar,nomor,nama,bulan_pertama,jumlah_bulan,jumlah,bayar_sebelum,status\r\n",
    );
    let mut row = 0;
    let total = loop {
        let found = {
            let mut tx = door.office.db.read().await?;
            list_bill(&mut tx, &door.office, id, row, LINES_AT_ONCE).await?
        };
        let Some(last) = found.lines.last().map(|line| line.row_number) else {
            break found.open.1;
        };
        row = last;
        found.lines.iter().for_each(|line| text.push_str(&line_of(line)));
    };
    text.push_str(&format!("total,,,,,,{},,\r\n", total.get()));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"tagihan.csv\""),
        ),
    ];
    door.answer((headers, text).into_response()).await
}

fn line_of(line: &ListBillLine) -> String {
    let cells = [
        line.row_number.to_string(),
        csv_field(&line.code),
        csv_field(&line.number),
        csv_field(&line.name),
        line.first_month.to_string(),
        line.n_months.to_string(),
        line.amount.get().to_string(),
        line.expires_on.to_string(),
        line.state.clone(),
    ];
    cells.join(",") + "\r\n"
}
