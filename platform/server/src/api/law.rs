//! The law: parameters with their history and sources, instruments, worked examples.

use crate::{
    book::{Book, For, Route},
    door::{Named, Params, Told, Visitor},
    office::Server,
    problem::Problem,
    wire::{CitationView, PageView},
};
use axum::{Json, extract::State};
use regulation::{
    Entry, Instrument, LawError, Parameter,
    cases::{self, Figure, Figures},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use terms::Date;
use utoipa::ToSchema;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "law", summary).open_to(For::Public);
    let post = |path, summary| Route::post(path, "law", summary).open_to(For::Public);
    book.add(
        get("/api/v1/law/parameters", "Every parameter with what it says on a day")
            .params::<OnParams>()
            .answers_page::<ParameterHeadView>("By key."),
        parameters,
    )
    .add(
        get("/api/v1/law/parameters/{key}", "A parameter's whole history with its sources")
            .answers::<ParameterView>(200, "Oldest entry first."),
        parameter,
    )
    .add(
        get("/api/v1/law/instruments", "Every instrument that is cited")
            .answers_page::<InstrumentView>("By id."),
        instruments,
    )
    .add(
        get("/api/v1/law/cases", "Worked examples with what comes out of the law in force here")
            .answers_page::<CaseView>("In the order of the files."),
        list_cases,
    )
    .add(
        post("/api/v1/law/check", "Whether every worked example comes out")
            .answers::<LawCheckView>(200, "With the examples that do not."),
        check,
    )
    .add(
        post("/api/v1/law/cases/run", "Compute an example of one's own")
            .body::<CaseForm>(json!({
                "kind": "price",
                "input": { "months": "2026-11..2027-01", "income": 1_000_000, "sector": "other",
                           "payer": "self", "programmes": ["jkk", "jkm"] },
                "expect": { "total": 33_600 },
            }))
            .answers::<CaseRunView>(200, "The figures, and whether they are those expected."),
        run_case,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OnParams {
    /// The day asked about; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ParameterHeadView {
    key: String,
    title_id: String,
    title_en: String,
    unit: &'static str,
    /// What it says on the day; absent when nothing was read for it.
    #[schema(value_type = Option<Object>)]
    value: Option<Value>,
    status: Option<&'static str>,
    source: Option<CitationView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ParameterView {
    key: String,
    title_id: String,
    title_en: String,
    unit: &'static str,
    /// The day a person last looked.
    #[schema(value_type = String, format = Date)]
    read_through: Date,
    /// The last day it may be asked for.
    #[schema(value_type = String, format = Date)]
    ahead_until: Date,
    /// The file it was read from.
    file: String,
    entries: Vec<LawEntryView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LawEntryView {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// A day, or `unknown`.
    #[schema(value_type = String)]
    from: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    #[schema(value_type = Object)]
    value: Value,
    status: &'static str,
    source: CitationView,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seen_in: Vec<String>,
    /// Line of the file.
    line: usize,
}

impl From<&Entry> for LawEntryView {
    fn from(entry: &Entry) -> Self {
        Self {
            name: entry.name.clone(),
            from: json!(entry.from),
            until: entry.until,
            value: json!(entry.value),
            status: entry.status.word(),
            source: entry.source.clone().into(),
            note: entry.note.clone(),
            seen_in: entry.seen_in.clone(),
            line: entry.line,
        }
    }
}

impl From<&Parameter> for ParameterView {
    fn from(parameter: &Parameter) -> Self {
        Self {
            key: parameter.key.clone(),
            title_id: parameter.title_id.clone(),
            title_en: parameter.title_en.clone(),
            unit: parameter.unit.word(),
            read_through: parameter.read_through,
            ahead_until: parameter.ahead_until,
            file: parameter.file.clone(),
            entries: parameter.entries.iter().map(Into::into).collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct InstrumentView {
    id: String,
    title: String,
    subject_id: String,
    subject_en: String,
    #[schema(value_type = Option<String>, format = Date)]
    promulgated: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    in_force: Option<Date>,
    /// How sure we are of the dates.
    dates_status: &'static str,
    link: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

impl From<&Instrument> for InstrumentView {
    fn from(instrument: &Instrument) -> Self {
        Self {
            id: instrument.id.clone(),
            title: instrument.title.clone(),
            subject_id: instrument.subject_id.clone(),
            subject_en: instrument.subject_en.clone(),
            promulgated: instrument.promulgated,
            in_force: instrument.in_force,
            dates_status: instrument.dates_status.word(),
            link: instrument.link.clone(),
            note: instrument.note.clone(),
        }
    }
}

async fn parameters(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Params(params): Params<OnParams>,
) -> Json<PageView<ParameterHeadView>> {
    let on = params.on.unwrap_or_else(|| server.outside().today());
    let head = |parameter: &Parameter| {
        let entry = parameter.find(on);
        ParameterHeadView {
            key: parameter.key.clone(),
            title_id: parameter.title_id.clone(),
            title_en: parameter.title_en.clone(),
            unit: parameter.unit.word(),
            value: entry.map(|entry| json!(entry.value)),
            status: entry.map(|entry| entry.status.word()),
            source: entry.map(|entry| entry.source.clone().into()),
        }
    };
    Json(PageView::whole(server.law.parameters().map(head).collect()))
}

async fn parameter(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Named(key): Named<String>,
) -> Result<Json<ParameterView>, Problem> {
    Ok(Json(server.law.parameter(&key)?.into()))
}

async fn instruments(
    _: Visitor,
    State(server): State<Arc<Server>>,
) -> Json<PageView<InstrumentView>> {
    Json(PageView::whole(server.law.instruments().map(Into::into).collect()))
}

#[derive(Debug, Serialize, ToSchema)]
struct CaseView {
    id: String,
    title: String,
    kind: &'static str,
    file: String,
    source: String,
    /// Its result, or the decisive number, was published by the source.
    published: bool,
    /// It comes out by the law in force here.
    ok: bool,
    /// What came out instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
}

fn case_views(server: &Server) -> Result<Vec<CaseView>, Problem> {
    let cases = cases::built_in().map_err(Problem::fault)?;
    let view = |case: cases::Case| {
        let found = case.check(&server.law).err();
        CaseView {
            kind: case.question.kind(),
            id: case.id,
            title: case.title,
            file: case.file,
            source: case.source,
            published: case.published,
            ok: found.is_none(),
            found,
        }
    };
    Ok(cases.into_iter().map(view).collect())
}

async fn list_cases(
    _: Visitor,
    State(server): State<Arc<Server>>,
) -> Result<Json<PageView<CaseView>>, Problem> {
    Ok(Json(PageView::whole(case_views(&server)?)))
}

#[derive(Debug, Serialize, ToSchema)]
struct LawCheckView {
    ok: bool,
    n_cases: usize,
    n_parameters: usize,
    /// The cases that do not come out.
    failed: Vec<CaseView>,
}

async fn check(
    _: Visitor,
    State(server): State<Arc<Server>>,
) -> Result<Json<LawCheckView>, Problem> {
    let cases = case_views(&server)?;
    let n_cases = cases.len();
    let failed: Vec<CaseView> = cases.into_iter().filter(|case| !case.ok).collect();
    let n_parameters = server.law.parameters().count();
    Ok(Json(LawCheckView { ok: failed.is_empty(), n_cases, n_parameters, failed }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseForm {
    /// `price`, `cover`, `benefit_jkm` …, as in `law/cases`.
    kind: String,
    /// As in `law/cases`.
    #[schema(value_type = Object)]
    input: serde_json::Map<String, Value>,
    /// Figures that should come out.
    #[serde(default)]
    #[schema(value_type = Object)]
    expect: serde_json::Map<String, Value>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CaseRunView {
    /// What came out; `refused` holds the code of a refusal.
    #[schema(value_type = Object)]
    figures: Figures,
    /// Every expected figure came out. Absent when nothing was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
    /// The first difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
}

async fn run_case(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Told(form): Told<CaseForm>,
) -> Result<Json<CaseRunView>, Problem> {
    let expects = !form.expect.is_empty();
    let case = read_case(form)?;
    let figures = match case.question.answer(&server.law) {
        Ok(figures) => figures,
        Err(error) => refused(&error),
    };
    let difference = expects.then(|| case.compare(&figures).err());
    Ok(Json(CaseRunView {
        ok: difference.as_ref().map(Option::is_none),
        difference: difference.flatten(),
        figures,
    }))
}

fn refused(error: &LawError) -> Figures {
    Figures::from([("refused".to_owned(), Figure::Text(error.code().to_owned()))])
}

/// A case in the form of the files, so that it is read by the same reader.
fn read_case(form: CaseForm) -> Result<cases::Case, Problem> {
    let wrong = |what: String| {
        Problem::new(
            "invalid-fields",
            "CASE",
            format!("contoh tidak terbaca: {what}; lihat bentuknya di /api/v1/law/cases"),
            format!("the example cannot be read: {what}; see /api/v1/law/cases for the form"),
        )
        .field("input")
    };
    let expect = if form.expect.is_empty() { json!({ "asked": 0 }) } else { json!(form.expect) };
    let file = json!({ "case": [{
        "id": "own", "title": "own", "source": "-", "published": false,
        "kind": form.kind, "input": form.input, "expect": expect,
    }] });
    let text = toml::to_string(&file).map_err(|error| wrong(error.to_string()))?;
    let cases = cases::from_text("own", &text).map_err(|error| wrong(error.what))?;
    cases.into_iter().next().ok_or_else(|| wrong("empty".into()))
}
