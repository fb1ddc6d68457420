//! The calculator: the same questions and answers as on the command line, without signing in.

use crate::{
    book::{Book, For, Route},
    door::{Params, Told, Visitor},
    office::Server,
    problem::Problem,
    wire::{BecauseView, reasons},
};
use axum::{Json, extract::State};
use registry::Gazetteer;
use regulation::{
    calculator::{self, CoverAnswer, NextState, NikAnswer, PriceAnswer, parse_months},
    contribution::PriceInput,
    wage_earner::{Industry, RiskGroup, WageInput},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{str::FromStr, sync::Arc};
use terms::{Date, Month, Payer, Programmes, Rupiah, Sector, Segment, Sex};
use utoipa::ToSchema;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/calculator/price", "calculator", "What months cost, and why")
            .open_to(For::Public)
            .params::<PriceParams>()
            .answers::<PriceView>(200, "The sum of the months, each month by programme."),
        price,
    )
    .add(
        Route::get(
            "/api/v1/calculator/cover",
            "calculator",
            "Where somebody stands who paid these months",
        )
        .open_to(For::Public)
        .params::<CoverParams>()
        .answers::<CoverView>(200, "The state on the day and what comes next."),
        cover,
    )
    .add(
        Route::post("/api/v1/calculator/nik", "calculator", "What a NIK says; kept nowhere")
            .open_to(For::Public)
            .body::<NikForm>(json!({ "nik": "3273014507909999" }))
            .answers::<NikView>(200, "The century is not in the number."),
        nik,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PriceParams {
    /// `2026-11`, `2026-11,2026-12`, `2026-11..2027-01`.
    #[schema(example = "2026-11..2027-01")]
    months: String,
    /// `bpu` (when absent) or `pu`.
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    /// Income of a month, whole rupiah (BPU).
    #[schema(value_type = Option<i64>, example = 1_000_000)]
    income: Option<Rupiah>,
    /// `other` (when absent) or `transport`.
    #[schema(value_type = Option<String>)]
    sector: Option<Sector>,
    /// `self` (when absent), `apbn`, `apbd`, `apbdes`, `csr`.
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    /// `jkk,jkm` when absent.
    #[schema(example = "jkk,jkm")]
    programmes: Option<String>,
    /// The month of joining, where a relief depends on it.
    #[schema(value_type = Option<String>)]
    joined: Option<Month>,
    /// Wage of a month (PU).
    #[schema(value_type = Option<i64>)]
    wage: Option<Rupiah>,
    /// Risk group 1 to 5 (PU).
    risk: Option<i64>,
    /// A relieved labour-intensive industry (PU).
    labour_intensive: Option<bool>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PriceView {
    /// The sum.
    #[schema(value_type = i64)]
    total: Rupiah,
    /// `{month, total, programmes}`; for PU each programme is `{employer, worker}`.
    #[schema(value_type = Vec<Object>)]
    months: Vec<Value>,
    because: Vec<BecauseView>,
}

impl<M: Serialize> From<PriceAnswer<M>> for PriceView {
    fn from(answer: PriceAnswer<M>) -> Self {
        Self {
            total: answer.total,
            months: answer.months.iter().map(|month| json!(month)).collect(),
            because: reasons(answer.because),
        }
    }
}

async fn price(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Params(params): Params<PriceParams>,
) -> Result<Json<PriceView>, Problem> {
    let months = parse_months(&params.months)?;
    let programmes = match &params.programmes {
        Some(text) => Programmes::from_str(text).map_err(|error| unknown("programmes", &error))?,
        None => Programmes::BASE,
    };
    let first = months.first().copied().unwrap_or_else(|| Month::of(server.outside().today()));
    let view = match params.segment.unwrap_or(Segment::Bpu) {
        Segment::Pu => {
            let input = WageInput {
                month: first,
                wage: params.wage.ok_or_else(|| missing("wage"))?,
                risk: RiskGroup::from_number(params.risk.ok_or_else(|| missing("risk"))?)?,
                industry: if params.labour_intensive == Some(true) {
                    Industry::LabourIntensive
                } else {
                    Industry::Ordinary
                },
                programmes,
            };
            calculator::wage_price_answer(&server.law, &months, &input)?.into()
        }
        Segment::Bpu => {
            let income = params.income.ok_or_else(|| missing("income"))?;
            let sector = params.sector.unwrap_or(Sector::Other);
            let payer = params.payer.unwrap_or(Payer::SelfPaid);
            let input = PriceInput {
                joined: params.joined,
                ..PriceInput::new(first, income, sector, payer, programmes)
            };
            calculator::price_answer(&server.law, &months, &input)?.into()
        }
        other => return Err(unknown("segment", &format!("{other}: bpu, pu"))),
    };
    Ok(Json(view))
}

fn missing(field: &'static str) -> Problem {
    Problem::new(
        "bad-address",
        "MISSING",
        format!("parameter {field} belum diisi"),
        format!("the parameter {field} is missing"),
    )
    .field(field)
}

fn unknown(field: &'static str, error: &impl std::fmt::Display) -> Problem {
    Problem::new(
        "bad-address",
        "UNKNOWN_WORD",
        format!("parameter {field} tidak dikenal ({error})"),
        format!("the parameter {field} is not known ({error})"),
    )
    .field(field)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CoverParams {
    /// Months paid, as for prices; empty when none.
    #[schema(example = "2024-03,2024-04")]
    paid: String,
    /// Days of payment, one a month in the same order; a month without one counts from its first day.
    #[schema(example = "2024-03-12,2024-04-03")]
    paid_on: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CoverView {
    /// `registered_unpaid`, `active`, `grace1` …, `lapsed`.
    state: &'static str,
    spell: u32,
    #[schema(value_type = Option<String>, format = Date)]
    spell_from: Option<Date>,
    /// Last day of the last paid month.
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
    /// The same with the months of grace.
    #[schema(value_type = Option<String>, format = Date)]
    protected_until: Option<Date>,
    next: Option<NextView>,
    /// From when the death benefit is full.
    #[schema(value_type = Option<String>, format = Date)]
    full_death_benefit_from: Option<Date>,
    because: Vec<BecauseView>,
}

/// The next state if nothing more is paid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextView {
    pub(crate) state: &'static str,
    #[schema(value_type = String, format = Date)]
    pub(crate) on: Date,
}

impl From<NextState> for NextView {
    fn from(next: NextState) -> Self {
        Self { state: next.state.word(), on: next.on }
    }
}

impl From<CoverAnswer> for CoverView {
    fn from(answer: CoverAnswer) -> Self {
        Self {
            state: answer.state.word(),
            spell: answer.spell,
            spell_from: answer.spell_from,
            covered_until: answer.covered_until,
            protected_until: answer.protected_until,
            next: answer.next.map(Into::into),
            full_death_benefit_from: answer.full_death_benefit_from,
            because: reasons(answer.because),
        }
    }
}

async fn cover(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Params(params): Params<CoverParams>,
) -> Result<Json<CoverView>, Problem> {
    let paid = if params.paid.trim().is_empty() { Vec::new() } else { parse_months(&params.paid)? };
    let days = params.paid_on.as_deref().unwrap_or_default();
    let days = days.split(',').filter(|day| !day.trim().is_empty());
    let paid_on: Vec<Date> = days
        .map(|day| day.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|error| unknown("paid_on", &error))?;
    let as_of = params.as_of.unwrap_or_else(|| server.outside().today());
    Ok(Json(calculator::cover_answer(&server.law, &paid, &paid_on, as_of)?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NikForm {
    nik: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct NikView {
    /// Where the person was first registered.
    area: String,
    /// Its name, when it is in today's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    day: u8,
    month: u8,
    /// Last two digits of the year.
    year2: u8,
    sex: &'static str,
    /// Codes of what is odd without being wrong.
    warnings: Vec<&'static str>,
    because: Vec<BecauseView>,
}

impl From<NikAnswer> for NikView {
    fn from(answer: NikAnswer) -> Self {
        let sex: Sex = answer.sex;
        Self {
            place: None,
            area: answer.area,
            day: answer.day,
            month: answer.month,
            year2: answer.year2,
            sex: sex.word(),
            warnings: answer.warnings,
            because: reasons(answer.because),
        }
    }
}

async fn nik(_: Visitor, Told(form): Told<NikForm>) -> Result<Json<NikView>, Problem> {
    let areas = Gazetteer::embedded();
    let answer = calculator::nik_answer(&form.nik, |area| areas.knows(area))?;
    let place = answer.area.parse().ok().filter(|area| areas.knows(area));
    let place = place.map(|area| areas.described(&area));
    Ok(Json(NikView { place, ..answer.into() }))
}
