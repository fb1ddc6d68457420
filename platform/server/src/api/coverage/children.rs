//! Coverage of every area one level below another: what the map is coloured by and the table shows.

use super::{CountsView, CoverageParams, TargetView, unknown, word};
use crate::{
    door::{Params, Reader},
    problem::Problem,
    shapes::{ATTRIBUTION_EN, ATTRIBUTION_ID, map_of},
};
use access::Office;
use axum::{
    Json,
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use insight::{By, Counts, Denominator, Page, Part, Place, Question, breakdown, targets_among};
use serde::{Deserialize, Serialize};
use sheets::Workbook;
use std::{collections::BTreeMap, io::Cursor};
use terms::{AreaCode, AreaLevel, Date, Payer, Segment};
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChildrenParams {
    /// A code, a name or an alias; the country when absent. Of several areas: these themselves.
    #[schema(example = "33.02")]
    area: Option<String>,
    /// `bpd`, `rt_rw` …, see /api/v1/groups.
    group: Option<String>,
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    measure: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// `json` (when absent), `csv`, `xlsx`.
    format: Option<String>,
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    Csv,
    Xlsx,
}

const FORMS: [(&str, Form); 3] = [("json", Form::Json), ("csv", Form::Csv), ("xlsx", Form::Xlsx)];

/// Coverage one level below.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChildrenView {
    /// Codes joined by `+`; empty is the country.
    area: String,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    group: Option<&'static str>,
    segment: Option<&'static str>,
    payer: Option<&'static str>,
    measure: &'static str,
    items: Vec<ChildView>,
    /// Counted in the area and in none of the items: people whose village has an old code.
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<CountsView>,
    /// Where the outlines are; absent for several areas at once and below a village.
    #[serde(skip_serializing_if = "Option::is_none")]
    shapes: Option<String>,
    attribution_id: &'static str,
    attribution_en: &'static str,
}

/// One area.
#[derive(Debug, Serialize, ToSchema)]
struct ChildView {
    code: String,
    name: String,
    active: i64,
    /// All months of grace together.
    grace: i64,
    lapsed: i64,
    registered_unpaid: i64,
    registered: i64,
    /// What the share is of; null where nobody said, and then there is no share.
    denominator: Option<BaseView>,
    /// Per cent with one decimal, of exactly that base.
    percent: Option<String>,
    /// The target that ends next; null where none runs.
    target: Option<TargetView>,
}

/// What a share is of, with its hedge and where it was read.
#[derive(Debug, Serialize, ToSchema)]
struct BaseView {
    value: i64,
    /// `=`, `≈`, `<` …
    qualifier: &'static str,
    /// Which status word the share counts: `active` or `registered`.
    counts: &'static str,
    /// `head_count`, `work_force`, `employed`, `eligible`, `potential`, `not_stated`.
    basis: String,
    definition_id: String,
    definition_en: String,
    source: String,
    publisher: String,
    /// The year it is said of.
    year: i16,
    /// How sure we are.
    status: String,
}

impl From<Denominator> for BaseView {
    fn from(base: Denominator) -> Self {
        Self {
            value: base.value,
            qualifier: base.qualifier.sign(),
            counts: base.counts.word(),
            basis: base.basis,
            definition_id: base.definition_id,
            definition_en: base.definition_en,
            source: base.source,
            publisher: base.publisher,
            year: base.event_on.unwrap_or(base.valid_from).year(),
            status: base.status,
        }
    }
}

impl ChildView {
    fn of(part: Part, target: Option<TargetView>) -> Self {
        Self {
            active: part.counts.active,
            grace: part.counts.in_grace(),
            lapsed: part.counts.lapsed,
            registered_unpaid: part.counts.registered_unpaid,
            registered: part.counts.registered(),
            denominator: part.base.map(Into::into),
            percent: part.percent,
            target,
            code: part.code,
            name: part.name_id,
        }
    }
}

/// More areas than any place has children.
const ALL: Page =
    Page { sort: insight::SortBy::Code, descending: false, offset: 0, limit: usize::MAX };

async fn view_of(office: &Office, question: Question) -> Result<ChildrenView, Problem> {
    let mut tx = office.db.read().await?;
    let law = &office.outside.law;
    let whole = insight::coverage(&mut tx, law, question.clone()).await?.counts;
    let parts = breakdown(&mut tx, law, &question, By::Area, ALL, None).await?.parts;
    let codes = parts.iter().map(|part| part.code.clone()).collect();
    let (group, segment) =
        (question.group.unwrap_or(""), question.segment.map_or("", Segment::word));
    let mut targets: BTreeMap<String, TargetView> = BTreeMap::new();
    for target in targets_among(&mut tx, codes, group, segment, question.as_of).await? {
        targets.entry(target.area.clone()).or_insert_with(|| target.into());
    }
    let elsewhere = rest(&whole, &parts);
    let items = parts.into_iter().map(|part| {
        // What one payer pays is no share of a target for all.
        let target = targets.remove(&part.code).filter(|_| question.payer.is_none());
        ChildView::of(part, target)
    });
    Ok(ChildrenView {
        items: items.collect(),
        elsewhere: elsewhere.map(Into::into),
        shapes: shapes_address(&question.place).await?,
        area: question.place.key(),
        as_of: question.as_of,
        group: question.group,
        segment: question.segment.map(Segment::word),
        payer: question.payer.map(Payer::word),
        measure: question.measure.word(),
        attribution_id: ATTRIBUTION_ID,
        attribution_en: ATTRIBUTION_EN,
    })
}

/// The address of the outlines, with their version, so that a browser may keep them for good.
async fn shapes_address(place: &Place) -> Result<Option<String>, Problem> {
    let area: Option<AreaCode> = match place {
        Place::Nation => None,
        Place::Areas(codes) => match codes.as_slice() {
            [one] => Some(one.clone()),
            _ => return Ok(None),
        },
    };
    let name = area.as_ref().map_or("id", AreaCode::as_str).to_owned();
    let drawn = tokio::task::spawn_blocking(move || map_of(area.as_ref())).await;
    let map = drawn.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(Some(format!("/api/v1/areas/{name}/shapes?v={}", map.tag)))
}

/// Who is counted in the whole and in no part; none when that is nobody.
fn rest(whole: &Counts, parts: &[Part]) -> Option<Counts> {
    let sum = |of: fn(&Counts) -> i64| -> i64 { parts.iter().map(|part| of(&part.counts)).sum() };
    let left = |of: fn(&Counts) -> i64| of(whole) - sum(of);
    let grace = (0..whole.grace.len()).map(|at| {
        let there = |counts: &Counts| counts.grace.get(at).copied().unwrap_or(0);
        there(whole) - parts.iter().map(|part| there(&part.counts)).sum::<i64>()
    });
    let rest = Counts {
        active: left(|counts| counts.active),
        grace: grace.collect(),
        lapsed: left(|counts| counts.lapsed),
        registered_unpaid: left(|counts| counts.registered_unpaid),
        suspended_review: left(|counts| counts.suspended_review),
        ended: left(|counts| counts.ended),
    };
    (rest.registered() + rest.ended > 0).then_some(rest)
}

pub(super) async fn children(
    reader: Reader,
    Params(params): Params<ChildrenParams>,
) -> Result<Response, Problem> {
    let form = word("format", params.format.as_deref(), &FORMS)?.unwrap_or(Form::Json);
    let ChildrenParams { area, group, segment, payer, measure, as_of, .. } = params;
    let asked = CoverageParams { area, group, segment, payer, measure, counts: None, as_of };
    let question = asked.question(&reader.office)?;
    let is_village = |code: &AreaCode| code.level() == AreaLevel::Village;
    if matches!(&question.place, Place::Areas(codes) if matches!(codes.as_slice(), [one] if is_village(one)))
    {
        return Err(unknown("area", "province, regency, district"));
    }
    let view = view_of(&reader.office, question).await?;
    let name = |ending: &str| {
        let place = if view.area.is_empty() { "indonesia" } else { &view.area };
        format!("attachment; filename=\"cakupan-{place}-{}.{ending}\"", view.as_of)
    };
    let (kind, named, body) = match form {
        Form::Json => return Ok(Json(view).into_response()),
        Form::Csv => ("text/csv; charset=utf-8", name("csv"), csv(&view).into_bytes()),
        Form::Xlsx => (XLSX, name("xlsx"), workbook(&view).map_err(Problem::fault)?),
    };
    let named = HeaderValue::from_str(&named).map_err(Problem::fault)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((headers, Body::from(body)).into_response())
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const COLUMNS: [&str; 18] = [
    "code",
    "name",
    "as_of",
    "active",
    "grace",
    "lapsed",
    "registered_unpaid",
    "registered",
    "denominator",
    "denominator_qualifier",
    "denominator_counts",
    "denominator_definition",
    "denominator_source",
    "denominator_year",
    "percent",
    "target",
    "target_unit",
    "target_until",
];

/// A cell of the sheet.
enum Cell {
    Text(String),
    Number(i64),
}

fn rows(view: &ChildrenView) -> impl Iterator<Item = [Cell; 18]> + '_ {
    let maybe = |n: Option<i64>| n.map_or_else(|| Cell::Text(String::new()), Cell::Number);
    view.items.iter().map(move |child| {
        let base = child.denominator.as_ref();
        let said = |of: fn(&BaseView) -> &str| Cell::Text(base.map_or("", of).to_owned());
        let target = child.target.as_ref();
        let (n, unit) = match target {
            Some(TargetView { value: Some(n), .. }) => (Some(*n), "heads"),
            Some(TargetView { percent_ppm: Some(n), .. }) => (Some(*n), "parts_per_million"),
            _ => (None, ""),
        };
        [
            Cell::Text(child.code.clone()),
            Cell::Text(child.name.clone()),
            Cell::Text(view.as_of.to_string()),
            Cell::Number(child.active),
            Cell::Number(child.grace),
            Cell::Number(child.lapsed),
            Cell::Number(child.registered_unpaid),
            Cell::Number(child.registered),
            maybe(base.map(|base| base.value)),
            said(|base| base.qualifier),
            said(|base| base.counts),
            said(|base| &base.definition_id),
            said(|base| &base.source),
            maybe(base.map(|base| base.year.into())),
            Cell::Text(child.percent.clone().unwrap_or_default()),
            maybe(n),
            Cell::Text(unit.to_owned()),
            Cell::Text(target.map(|target| target.until_on.to_string()).unwrap_or_default()),
        ]
    })
}

/// Texts come from our own data; quoting keeps what is in them harmless. `=` as a hedge is a word
/// here, since a spreadsheet takes it for a formula.
fn csv(view: &ChildrenView) -> String {
    let mut text = COLUMNS.join(",") + "\r\n";
    for row in rows(view) {
        let cells = row.map(|cell| match cell {
            Cell::Number(n) => n.to_string(),
            Cell::Text(said) if said == "=" => "exact".to_owned(),
            Cell::Text(said) if said.contains([',', '"', '\n']) => {
                format!("\"{}\"", said.replace('"', "\"\""))
            }
            Cell::Text(said) => said,
        });
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn workbook(view: &ChildrenView) -> std::io::Result<Vec<u8>> {
    let headers = COLUMNS.iter().map(ToString::to_string).collect();
    let mut book = Workbook::new(Cursor::new(Vec::new()), "cakupan", headers)?;
    for row in rows(view) {
        for cell in row {
            match cell {
                Cell::Number(n) => book.number(n),
                Cell::Text(said) if said == "=" => book.text("exact"),
                Cell::Text(said) => book.text(&said),
            }
        }
        book.end_row()?;
    }
    Ok(book.finish()?.into_inner())
}
