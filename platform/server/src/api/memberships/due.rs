//! The work list of members who run out, are in grace, or have lapsed; as pages or as one sheet.

use crate::{
    api::search::HitPlaceView,
    book::{Book, Route},
    door::{Door, Params},
    files,
    problem::Problem,
    wire::{PageView, after},
};
use access::Office;
use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contribution::due::{DueMember, DuePlace, DueQuery, DueState, due_members};
use serde::{Deserialize, Serialize};
use sheets::csv_field;
use std::io::{BufWriter, Write};
use terms::{
    AreaCode, Date, Month, Rupiah,
    ids::{MembershipId, PersonId},
};
use utoipa::ToSchema;

pub(super) fn write_due(book: Book) -> Book {
    book.add(
        Route::get(
            "/api/v1/memberships/due",
            "memberships",
            "Who runs out, is in grace, or has lapsed: a work list, village by village",
        )
        .params::<DueParams>()
        .answers_page::<DueView>(
            "With what to pay and how to reach them; `format=csv` for a sheet.",
        )
        .shown(200, include_str!("../examples/due.json")),
        due,
    )
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DueParams {
    /// A code; everywhere the actor reads people when absent.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
    /// The last paid day is this one or later.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last paid day is this one or earlier.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// `running_out` (paid through this month), `grace`, `lapsed`; the first two when absent.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500; a sheet is whole.
    limit: Option<u32>,
    /// `json` (when absent) or `csv`.
    format: Option<String>,
}

/// A member on the work list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueView {
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// The number on the card.
    number: String,
    name: String,
    village: HitPlaceView,
    phone: Option<String>,
    /// Others use it too: say no name.
    phone_is_shared: bool,
    /// `active`, `grace1` …, `lapsed`.
    state: &'static str,
    /// The last paid day.
    #[schema(value_type = String, format = Date)]
    paid_until: Date,
    /// The last day of cover, grace included.
    #[schema(value_type = String, format = Date)]
    protected_until: Date,
    payer: &'static str,
    /// The month to be paid next.
    #[schema(value_type = String)]
    next_month: Month,
    /// What that month costs; absent where the law does not say.
    #[schema(value_type = Option<i64>)]
    month_price: Option<Rupiah>,
    /// Months up to this one that are unpaid, and what they cost; none after a lapse.
    months_missed: Option<i32>,
    #[schema(value_type = Option<i64>)]
    to_pay_up: Option<Rupiah>,
}

impl DueView {
    pub(crate) fn of(due: DueMember) -> Result<Self, Problem> {
        let village: AreaCode = due.member.village.parse().map_err(Problem::fault)?;
        let reached = due.reached;
        let phone = reached.as_ref().and_then(|reached| reached.phone.clone());
        Ok(Self {
            membership: due.member.id,
            person: due.member.counted_as,
            number: due.member.number,
            village: HitPlaceView::of(&village),
            phone_is_shared: reached.as_ref().is_some_and(|it| it.phone_is_shared != 0),
            name: reached.map(|reached| reached.name).unwrap_or_default(),
            phone,
            state: due.state.word(),
            paid_until: due.paid_until,
            protected_until: due.protected_until,
            payer: due.member.payer.word(),
            next_month: due.next_month,
            month_price: due.month_price,
            months_missed: due.to_date.map(|(n, _)| n),
            to_pay_up: due.to_date.map(|(_, amount)| amount),
        })
    }

    fn place(&self) -> String {
        let through = Month::of(self.paid_until);
        format!("{}_{through}_{}", self.village.code, self.membership)
    }
}

fn place(text: Option<&str>) -> Result<Option<DuePlace>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let mut parts = text.split('_');
    let mut next = || parts.next();
    let (village, through, membership) = (next(), after(next())?, after(next())?);
    match (village, through, membership) {
        (Some(village), Some(through), Some(membership)) => {
            Ok(Some(DuePlace { village: village.to_owned(), through, membership }))
        }
        _ => Err(Problem::plain("bad-address").field("after")),
    }
}

impl DueParams {
    fn query(&self, limit: u32) -> Result<DueQuery, Problem> {
        let state = match self.state.as_deref() {
            None | Some("") => None,
            Some(word) => {
                let found = DueState::ALL.into_iter().find(|state| state.word() == word);
                Some(found.ok_or_else(|| unknown("state", "running_out, grace, lapsed"))?)
            }
        };
        let after = place(self.after.as_deref())?;
        let (area, from, until) = (self.area.clone(), self.from, self.until);
        Ok(DueQuery { area, from, until, state, after, limit })
    }
}

fn unknown(field: &'static str, known: &str) -> Problem {
    Problem::new(
        "bad-address",
        "UNKNOWN_WORD",
        format!("{field}: yang dikenal {known}"),
        format!("{field}: known are {known}"),
    )
    .field(field)
}

/// The first rows of the work list, for whoever shows them beside something else.
pub(crate) async fn first_due(office: &Office, query: &DueQuery) -> Result<Vec<DueView>, Problem> {
    let mut tx = office.db.read().await?;
    due_members(&mut tx, office, query).await?.into_iter().map(DueView::of).collect()
}

async fn due(door: Door, Params(params): Params<DueParams>) -> Result<Response, Problem> {
    match params.format.as_deref() {
        None | Some("json" | "") => {}
        Some("csv") => return sheet(door, params).await,
        Some(_) => return Err(unknown("format", "json, csv")),
    }
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let views = first_due(&door.office, &params.query(limit)?).await?;
    door.office.note("read due", "membership", None, format!("{} members", views.len()));
    let page = PageView::of(views, limit, DueView::place);
    door.answer(Json(page).into_response()).await
}

const ROWS_AT_ONCE: u32 = 2_000;
/// A sheet of more rows helps nobody; an area of its own is asked for.
const SHEET_MAX: usize = 200_000;

async fn sheet(door: Door, params: DueParams) -> Result<Response, Problem> {
    let office = &door.office;
    let file = files::unnamed().map_err(Problem::fault)?;
    let mut out = BufWriter::new(file.try_clone().map_err(Problem::fault)?);
    write!(out, "\u{feff}{HEADERS}\r\n").map_err(Problem::fault)?;
    let (mut query, mut n) = (params.query(ROWS_AT_ONCE)?, 0);
    loop {
        let rows = {
            let mut tx = office.db.read().await?;
            due_members(&mut tx, office, &query).await?
        };
        query.after = rows.last().map(DueMember::place);
        let count = rows.len();
        n += count;
        for row in rows {
            out.write_all(line(&DueView::of(row)?).as_bytes()).map_err(Problem::fault)?;
        }
        if u32::try_from(count).unwrap_or(u32::MAX) < ROWS_AT_ONCE || n >= SHEET_MAX {
            break;
        }
    }
    out.flush().map_err(Problem::fault)?;
    office.note("read due", "membership", None, format!("{n} members as a sheet"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"jatuh_tempo.csv\""),
        ),
    ];
    let body = files::send(file).map_err(Problem::fault)?;
    door.answer((headers, body).into_response()).await
}

const HEADERS: &str = "nomor,nama,desa,kode_desa,telepon,telepon_bersama,status,dibayar_sampai,\
terlindungi_sampai,pembayar,bulan_berikut,iuran_sebulan,bulan_tertunggak,jumlah_tertunggak";

fn line(row: &DueView) -> String {
    let rupiah = |amount: Option<Rupiah>| amount.map(|it| it.get().to_string()).unwrap_or_default();
    let cells = [
        csv_field(&row.number),
        csv_field(&row.name),
        csv_field(&row.village.name),
        csv_field(&row.village.code),
        csv_field(row.phone.as_deref().unwrap_or_default()),
        (if row.phone_is_shared { "ya" } else { "" }).to_owned(),
        row.state.to_owned(),
        row.paid_until.to_string(),
        row.protected_until.to_string(),
        row.payer.to_owned(),
        row.next_month.to_string(),
        rupiah(row.month_price),
        row.months_missed.map(|n| n.to_string()).unwrap_or_default(),
        rupiah(row.to_pay_up),
    ];
    cells.join(",") + "\r\n"
}
