//! Coverage and the figures around it: one share, its parts, bases, targets, what others say.

mod children;
mod views;

pub(crate) use views::{CountsView, CoverageView, FigureView, PartView, TargetView};

use crate::{
    book::{Book, For, Route},
    door::{Params, Reader},
    problem::Problem,
    wire::PageView,
};
use access::{Duty, Office};
use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use insight::{
    By, Measure, Page, Place, Question, SortBy, StatusWord, breakdown, coverage_report,
    denominators, flows, outside_figures, resolve_place, targets,
};
use registry::Gazetteer;
use serde::Deserialize;
use terms::{Date, Payer, Segment};
use utoipa::ToSchema;
use views::{DenominatorView, FlowsView};

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "coverage", summary).open_to(For::Readers);
    book.add(
        get("/api/v1/coverage", "One share: how many of how many, by which definition and source")
            .params::<CoverageParams>()
            .answers::<CoverageView>(
                200,
                "Without a known base there is no share, and the reason is said.",
            ),
        share,
    )
    .add(
        get("/api/v1/coverage/flows", "Who came and went between two days")
            .params::<FlowParams>()
            .answers::<FlowsView>(200, "New, reactivated, lapsed, net."),
        came_and_went,
    )
    .add(
        get("/api/v1/coverage/parts", "A count taken apart; `format=csv` for a sheet")
            .params::<PartsParams>()
            .answers_page::<PartView>("By area, group, segment or payer."),
        parts,
    )
    .add(
        get(
            "/api/v1/coverage/children",
            "Every area one level below, with base and target; `format=csv` or `xlsx` for a sheet",
        )
        .params::<children::ChildrenParams>()
        .answers::<children::ChildrenView>(200, "By code; what has no base has no share."),
        children::children,
    )
    .add(
        get("/api/v1/coverage/denominators", "What shares are of, as known on a day")
            .params::<CoverageParams>()
            .answers_page::<DenominatorView>("Every base that was in use on the day."),
        bases,
    )
    .add(
        get("/api/v1/coverage/targets", "Targets in force on a day")
            .params::<CoverageParams>()
            .answers_page::<TargetView>("Whose, by which document."),
        list_targets,
    )
    .add(
        get("/api/v1/figures", "Figures of others, with base, source and the checker's verdict")
            .params::<FigureParams>()
            .answers_page::<FigureView>("As they were said; never mixed with our own counts."),
        figures,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageParams {
    /// A code, a name, an alias (“Serang Raya”), several parted by commas; the country when absent.
    #[schema(example = "33.02")]
    pub(crate) area: Option<String>,
    /// `bpd`, `rt_rw`, `satlinmas` …, see /api/v1/groups.
    #[schema(example = "rt_rw")]
    pub(crate) group: Option<String>,
    /// `bpu`, `pu`, `jakon`, `pmi`.
    #[schema(value_type = Option<String>)]
    pub(crate) segment: Option<Segment>,
    /// Only what this payer pays.
    #[schema(value_type = Option<String>)]
    pub(crate) payer: Option<Payer>,
    /// `persons` or `memberships`.
    pub(crate) measure: Option<String>,
    /// `active` or `registered`; the base's own word when absent.
    pub(crate) counts: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date, example = "2024-04-24")]
    pub(crate) as_of: Option<Date>,
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

/// The word of a closed list.
fn word<T: Copy>(
    field: &'static str,
    text: Option<&str>,
    known: &[(&str, T)],
) -> Result<Option<T>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let found = known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    let words = || known.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    found.map(Some).ok_or_else(|| unknown(field, &words()))
}

const STATUS_WORDS: [(&str, StatusWord); 2] =
    [("active", StatusWord::Active), ("registered", StatusWord::Registered)];
const MEASURES: [(&str, Measure); 2] =
    [("persons", Measure::Persons), ("memberships", Measure::Memberships)];
const BYS: [(&str, By); 4] =
    [("area", By::Area), ("group", By::Group), ("segment", By::Segment), ("payer", By::Payer)];
const SORTS: [(&str, SortBy); 7] = [
    ("code", SortBy::Code),
    ("name", SortBy::Name),
    ("active", SortBy::Active),
    ("grace", SortBy::Grace),
    ("lapsed", SortBy::Lapsed),
    ("registered", SortBy::Registered),
    ("share", SortBy::Share),
];

impl CoverageParams {
    /// Everybody in an area.
    pub(crate) fn of_area(area: Option<&str>) -> Self {
        let (group, segment, payer, measure, counts, as_of) = (None, None, None, None, None, None);
        let area = area.map(str::to_owned);
        Self { area, group, segment, payer, measure, counts, as_of }
    }

    pub(crate) fn place(&self) -> Result<Place, Problem> {
        match self.area.as_deref().map(str::trim) {
            None | Some("") => Ok(Place::Nation),
            // Several areas as we write them ourselves (`36.01+36.02`), or as people do.
            Some(said) => Ok(resolve_place(Gazetteer::embedded(), &said.replace('+', ","))?),
        }
    }

    fn group(&self) -> Result<Option<&'static str>, Problem> {
        let said = self.group.as_deref().filter(|said| !said.is_empty());
        Ok(said.map(registry::group).transpose()?.map(|group| group.code))
    }

    fn status(&self) -> Result<Option<StatusWord>, Problem> {
        word("counts", self.counts.as_deref(), &STATUS_WORDS)
    }

    /// The question, if the office may ask it where it asks.
    fn question(&self, office: &Office) -> Result<Question, Problem> {
        let place = self.place()?;
        may_see_figures(office, &place)?;
        let as_of = self.as_of.unwrap_or_else(|| office.outside.today());
        let measure = word("measure", self.measure.as_deref(), &MEASURES)?;
        Ok(Question::new(place, as_of, measure, self.group()?, self.segment, self.payer)?)
    }
}

fn may_see_figures(office: &Office, place: &Place) -> Result<(), Problem> {
    match place {
        Place::Nation => Ok(office.allow_everywhere(Duty::ReadFigures)?),
        Place::Areas(areas) => {
            areas.iter().try_for_each(|area| Ok(office.allow(Duty::ReadFigures, area)?))
        }
    }
}

/// One share, for the API and for the page.
pub(crate) async fn share_of(
    office: &Office,
    params: &CoverageParams,
) -> Result<CoverageView, Problem> {
    let question = params.question(office)?;
    let mut tx = office.db.read().await?;
    let report = coverage_report(&mut tx, &office.outside.law, question, params.status()?).await?;
    Ok(report.into())
}

async fn share(
    reader: Reader,
    Params(params): Params<CoverageParams>,
) -> Result<Json<CoverageView>, Problem> {
    Ok(Json(share_of(&reader.office, &params).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FlowParams {
    area: Option<String>,
    group: Option<String>,
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    measure: Option<String>,
    /// After this day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Up to this day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

async fn came_and_went(
    reader: Reader,
    Params(params): Params<FlowParams>,
) -> Result<Json<FlowsView>, Problem> {
    let FlowParams { area, group, segment, payer, measure, from, as_of } = params;
    let asked = CoverageParams { area, group, segment, payer, measure, counts: None, as_of };
    let question = asked.question(&reader.office)?;
    let mut tx = reader.office.db.read().await?;
    Ok(Json(flows(&mut tx, &reader.office.outside.law, &question, from).await?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartsParams {
    pub(crate) area: Option<String>,
    group: Option<String>,
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    measure: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) as_of: Option<Date>,
    /// `area` (when absent), `group`, `segment`, `payer`.
    pub(crate) by: Option<String>,
    /// Also what came and went since this day.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// `code` (when absent), `name`, `active`, `grace`, `lapsed`, `registered`, `share`.
    sort: Option<String>,
    /// Largest first.
    descending: Option<bool>,
    /// `next` of the page before.
    after: Option<u32>,
    /// 1 to 500.
    limit: Option<u32>,
    /// `json` (when absent) or `csv`.
    format: Option<String>,
}

impl PartsParams {
    /// The parts of a place, for the page of the report.
    pub(crate) fn of(
        area: Option<String>,
        segment: Option<Segment>,
        as_of: Date,
        by: &str,
    ) -> Self {
        let (group, payer, measure, from) = (None, None, None, None);
        let (sort, descending, after, limit, format) = (None, None, None, Some(500), None);
        let (by, as_of) = (Some(by.to_owned()), Some(as_of));
        Self {
            area,
            group,
            segment,
            payer,
            measure,
            as_of,
            by,
            from,
            sort,
            descending,
            after,
            limit,
            format,
        }
    }
}

/// The parts of a count, for the API and for the page.
pub(crate) async fn parts_of(
    office: &Office,
    params: PartsParams,
) -> Result<PageView<PartView>, Problem> {
    let offset = params.after.unwrap_or(0);
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let by = word("by", params.by.as_deref(), &BYS)?.unwrap_or(By::Area);
    let page = Page {
        sort: word("sort", params.sort.as_deref(), &SORTS)?.unwrap_or(SortBy::Code),
        descending: params.descending.unwrap_or(false),
        offset: usize::try_from(offset).unwrap_or(usize::MAX),
        limit: usize::try_from(limit).unwrap_or(500),
    };
    let PartsParams { area, group, segment, payer, measure, as_of, from, .. } = params;
    let asked = CoverageParams { area, group, segment, payer, measure, counts: None, as_of };
    let question = asked.question(office)?;
    let mut tx = office.db.read().await?;
    let found = breakdown(&mut tx, &office.outside.law, &question, by, page, from).await?;
    let n_parts = u32::try_from(found.n_parts).unwrap_or(u32::MAX);
    let items = found.parts.into_iter().map(Into::into).collect();
    let seen = offset.saturating_add(limit);
    Ok(PageView { items, next: (seen < n_parts).then(|| seen.to_string()) })
}

async fn parts(reader: Reader, Params(params): Params<PartsParams>) -> Result<Response, Problem> {
    let as_csv = word("format", params.format.as_deref(), &[("json", false), ("csv", true)])?;
    let page = parts_of(&reader.office, params).await?;
    if as_csv != Some(true) {
        return Ok(Json(page).into_response());
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"cakupan.csv\""),
        ),
    ];
    Ok((headers, views::csv(&page.items)).into_response())
}

async fn bases(
    reader: Reader,
    Params(params): Params<CoverageParams>,
) -> Result<Json<PageView<DenominatorView>>, Problem> {
    let question = params.question(&reader.office)?;
    let mut tx = reader.office.db.read().await?;
    let (place, group) = (&question.place, question.group);
    let found = denominators(&mut tx, place, group, question.segment, question.as_of).await?;
    Ok(Json(PageView::whole(found.into_iter().map(Into::into).collect())))
}

/// The targets of a place, for the API and for the page.
pub(crate) async fn targets_of(
    office: &Office,
    params: &CoverageParams,
) -> Result<Vec<TargetView>, Problem> {
    let place = params.place()?;
    may_see_figures(office, &place)?;
    let on = params.as_of.unwrap_or_else(|| office.outside.today());
    let mut tx = office.db.read().await?;
    Ok(targets(&mut tx, &place, on).await?.into_iter().map(Into::into).collect())
}

async fn list_targets(
    reader: Reader,
    Params(params): Params<CoverageParams>,
) -> Result<Json<PageView<TargetView>>, Problem> {
    Ok(Json(PageView::whole(targets_of(&reader.office, &params).await?)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FigureParams {
    /// Only of this place; `indonesia` is the country, absent is everywhere.
    area: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

/// Figures that others published are open to whoever may read figures anywhere.
pub(crate) async fn figures_of(
    office: &Office,
    place: Option<&Place>,
    after: &str,
    limit: u32,
) -> Result<Vec<FigureView>, Problem> {
    if office.areas_for(Duty::ReadFigures).is_some_and(|areas| areas.is_empty()) {
        office.allow_everywhere(Duty::ReadFigures)?;
    }
    let mut tx = office.db.read().await?;
    let found = outside_figures(&mut tx, place, after, limit).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

async fn figures(
    reader: Reader,
    Params(params): Params<FigureParams>,
) -> Result<Json<PageView<FigureView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let place = params.area.as_deref();
    let place = place.map(|said| resolve_place(Gazetteer::embedded(), said)).transpose()?;
    let after = params.after.as_deref().unwrap_or_default();
    let views = figures_of(&reader.office, place.as_ref(), after, limit).await?;
    Ok(Json(PageView::of(views, limit, |figure| figure.id.clone())))
}
