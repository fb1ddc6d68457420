//! Targets: set, corrected, withdrawn; where each stands; what-if arithmetic; the bases of shares.

mod arithmetic;
mod views;

pub(crate) use views::{ShareWhyView, TargetCardView};

use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Params, Reader},
    problem::Problem,
    wire::PageView,
};
use access::carry_out;
use arithmetic::{ArithmeticParams, ArithmeticView, arithmetic};
use axum::{Json, http::StatusCode};
use insight::{
    StatusWord,
    goal::{
        DenominatorForm, EnterDenominator, EnterTarget, GoalQuery, StateResult, TargetForm,
        WithdrawTarget, goal_of, goals,
    },
    resolve_place,
};
use outreach::agent_target::{cards_of_actor, standing};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Date, Payer, Segment, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{GoalView, ProgressView};

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "coverage", summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, "coverage", summary);
    let book = book
        .add(
            get(
                "/api/v1/targets",
                "Targets by id: set ones and drafts, unless other states are asked",
            )
            .params::<TargetsParams>()
            .answers_page::<GoalView>("As far as one may read figures there."),
            list,
        )
        .add(
            Route::get(
                "/api/v1/targets/mine",
                "coverage",
                "The targets of whoever is signed in, in a few lines: their own and their areas'",
            )
            .answers_page::<TargetCardView>("The same numbers as on an agent's phone."),
            mine,
        )
        .add(
            get("/api/v1/targets/arithmetic", "What follows from a target before anybody sets it")
                .params::<ArithmeticParams>()
                .answers::<ArithmeticView>(200, "Heads, gap, pace, with every hedge carried."),
            arithmetic,
        )
        .add(
            get(
                "/api/v1/targets/{target}",
                "Where a target stands: gap, pace, the last one, a chart",
            )
            .params::<OnParams>()
            .answers::<ProgressView>(200, "By our own count, and by what was said of it."),
            one,
        );
    book.add(
        command("/api/v1/targets", "Set a target; what misses its number or a day is a draft")
            .body::<TargetBody>(json!({
                "area": "Banyumas", "percent": "40", "of": "banyumas-workers-2024", "year": 2024,
                "owner": "Kantor cabang Purwokerto", "document": "Rencana kerja 2024",
            }))
            .answers::<EnteredView>(201, "Its id, and whether it is set or a draft."),
        enter,
    )
    .add(
        command("/api/v1/targets/{target}/correct", "A newer target in place of this one")
            .body::<TargetCorrectBody>(json!({
                "reason": "angka dalam dokumen dibaca ulang",
                "target": {
                    "area": "Serang Raya, Pandeglang, Lebak, Cilegon", "segment": "bpu",
                    "heads": 101_000, "year": 2022, "owner": "Kantor cabang Serang",
                    "document": "Rencana kerja 2022",
                },
            }))
            .answers::<EnteredView>(201, "The older one stays to be seen."),
        correct,
    )
    .add(
        command("/api/v1/targets/{target}/withdraw", "Take a target back")
            .body::<ReasonBody>(json!({ "reason": "dokumen dicabut" }))
            .answers_as(204, "", "It stays to be seen, with the reason."),
        withdraw,
    )
    .add(
        command("/api/v1/targets/{target}/results", "Keep what was said came of a target")
            .body::<ResultBody>(json!({
                "percent": "20", "percent_of": "target", "as_of": "2021-12-31",
                "source": "BANPOS, 23 Mei 2022",
            }))
            .answers::<MadeView>(201, "Its id."),
        result,
    )
    .add(
        command("/api/v1/coverage/denominators", "Enter what shares are of, a version of its own")
            .body::<DenominatorBody>(json!({
                "area": "33.02.15.2006", "group": "village_official", "value": 11,
                "basis": "head_count", "definition_id": "perangkat desa menurut SK desa",
                "definition_en": "village officials by the village's decree",
                "source": "SK Kepala Desa 2026", "publisher": "Pemerintah Desa",
                "valid_from": "2026-01-01",
            }))
            .answers::<BaseMadeView>(201, "The id a percentage names as `of`."),
        base,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TargetsParams {
    /// Exactly this place: a code, a name, an alias; `indonesia` is the country. All when absent.
    area: Option<String>,
    /// Running in this year; drafts without days too.
    year: Option<i16>,
    /// `draft`, `set`, `replaced`, `withdrawn`, parted by commas; the first two when absent.
    state: Option<String>,
    /// Only this agent's.
    #[schema(value_type = Option<String>, format = Uuid)]
    agent: Option<UserId>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn list(
    reader: Reader,
    Params(params): Params<TargetsParams>,
) -> Result<Json<PageView<GoalView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let area = params.area.as_deref().map(str::trim).filter(|said| !said.is_empty());
    let place = area
        .map(|said| resolve_place(Gazetteer::embedded(), &said.replace('+', ",")))
        .transpose()?;
    let states = params.state.as_deref().unwrap_or_default();
    let states = states.split(',').map(str::trim).filter(|word| !word.is_empty());
    let query = GoalQuery {
        place,
        states: states.map(str::to_owned).collect(),
        year: params.year,
        agent: params.agent,
        after: params.after.unwrap_or_default(),
        limit,
    };
    let mut tx = reader.office.db.read().await?;
    let found = goals(&mut tx, &reader.office, query).await?;
    let views = found.into_iter().map(GoalView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| view.id.clone())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OnParams {
    /// As of this day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

async fn one(
    reader: Reader,
    Named(target): Named<String>,
    Params(params): Params<OnParams>,
) -> Result<Json<ProgressView>, Problem> {
    let office = &reader.office;
    let as_of = params.as_of.unwrap_or_else(|| office.outside.today());
    let mut tx = office.db.read().await?;
    let goal = goal_of(&mut tx, office, &target).await?;
    Ok(Json(standing(&mut tx, office, goal, as_of).await?.into()))
}

async fn mine(door: Door) -> Result<Json<PageView<TargetCardView>>, Problem> {
    let office = &door.office;
    let mut tx = office.db.read().await?;
    let cards = cards_of_actor(&mut tx, office, office.outside.today()).await?;
    Ok(Json(PageView::whole(cards.into_iter().map(Into::into).collect())))
}

/// A target as it is set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TargetBody {
    /// A code, a name, an alias (“Serang Raya”), several parted by commas; `indonesia` is the country.
    area: String,
    /// `bpd`, `rt_rw` …
    group: Option<String>,
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    #[schema(value_type = Option<String>)]
    payer: Option<Payer>,
    /// An agent's own target.
    #[schema(value_type = Option<String>, format = Uuid)]
    agent: Option<UserId>,
    /// `active` (unless told) or `registered` on the last day, `new` over all its days.
    counts: Option<String>,
    /// So many; or
    heads: Option<i64>,
    /// a percentage, up to 100
    percent: Option<String>,
    /// of this base (an id of `/api/v1/coverage/denominators`).
    of: Option<String>,
    /// `=` (unless told), `~`, `>=`, `>`, `<=`, `<`.
    qualifier: Option<String>,
    /// A whole year; or
    year: Option<i16>,
    /// its first day
    #[schema(value_type = Option<String>, format = Date)]
    from_on: Option<Date>,
    /// and its last.
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    /// Whose target it is.
    owner: String,
    /// The document it stands in.
    document: String,
    source: Option<String>,
    publisher: Option<String>,
    /// `confirmed`, `reported` (unless told), `derived`, `unconfirmed`.
    status: Option<String>,
}

impl From<TargetBody> for TargetForm {
    fn from(body: TargetBody) -> Self {
        let TargetBody { area, group, segment, payer, agent, counts, heads, percent, of, .. } =
            body;
        let TargetBody { qualifier, year, from_on, until_on, owner, document, .. } = body;
        let TargetBody { source, publisher, status, .. } = body;
        Self {
            area,
            group,
            segment,
            payer,
            agent,
            counts,
            heads,
            percent,
            qualifier,
            of,
            year,
            from_on,
            until_on,
            owner,
            document,
            source,
            publisher,
            status,
        }
    }
}

/// A target that was set.
#[derive(Debug, Serialize, ToSchema)]
struct EnteredView {
    target: String,
    /// `set`, or `draft` while its number or a day is missing.
    state: String,
}

async fn enter(asked: Asked<TargetBody>) -> Result<(StatusCode, Json<EnteredView>), Problem> {
    let order = EnterTarget { form: asked.form.into(), corrects: None };
    let made = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(EnteredView { target: made.target, state: made.state })))
}

/// A correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TargetCorrectBody {
    /// Why, in 3 to 300 characters; kept.
    reason: String,
    /// The target as it should be, whole.
    target: TargetBody,
}

async fn correct(
    Named(target): Named<String>,
    asked: Asked<TargetCorrectBody>,
) -> Result<(StatusCode, Json<EnteredView>), Problem> {
    let TargetCorrectBody { reason, target: form } = asked.form;
    let order = EnterTarget { form: form.into(), corrects: Some((target, reason)) };
    let made = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(EnteredView { target: made.target, state: made.state })))
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// Why, in 3 to 300 characters; kept.
    pub(crate) reason: String,
}

async fn withdraw(
    Named(target): Named<String>,
    asked: Asked<ReasonBody>,
) -> Result<StatusCode, Problem> {
    let order = WithdrawTarget { target, reason: asked.form.reason };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was said came of a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ResultBody {
    /// So many; or
    heads: Option<i64>,
    /// a share
    percent: Option<String>,
    /// of the `target` (unless told) or of its `base`.
    percent_of: Option<String>,
    /// `=` (unless told), `~`, `>=`, `>`, `<=`, `<`.
    qualifier: Option<String>,
    /// The day it holds for.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// Where it was read.
    source: String,
}

/// Something that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeView {
    #[schema(value_type = String, format = Uuid)]
    pub(crate) id: Uuid,
}

async fn result(
    Named(target): Named<String>,
    asked: Asked<ResultBody>,
) -> Result<(StatusCode, Json<MadeView>), Problem> {
    let ResultBody { heads, percent, percent_of, qualifier, as_of, source } = asked.form;
    let order = StateResult { target, heads, percent, percent_of, qualifier, as_of, source };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(MadeView { id })))
}

/// What shares are of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DenominatorBody {
    area: String,
    group: Option<String>,
    #[schema(value_type = Option<String>)]
    segment: Option<Segment>,
    /// Which status word a share of it uses: `active` (unless told) or `registered`.
    #[schema(value_type = Option<String>)]
    counts: Option<StatusWord>,
    /// `head_count`, `work_force`, `employed`, `eligible`, `potential`, `not_stated`.
    basis: String,
    value: i64,
    qualifier: Option<String>,
    definition_id: String,
    definition_en: String,
    source: String,
    publisher: String,
    #[schema(value_type = Option<String>, format = Date)]
    stated_on: Option<Date>,
    /// From when it is used.
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    /// `confirmed`, `reported` (unless told), `derived`, `unconfirmed`.
    status: Option<String>,
}

/// A base that was entered.
#[derive(Debug, Serialize, ToSchema)]
struct BaseMadeView {
    /// A percentage names it as `of`.
    id: String,
}

async fn base(asked: Asked<DenominatorBody>) -> Result<(StatusCode, Json<BaseMadeView>), Problem> {
    let it = asked.form;
    let order = EnterDenominator(DenominatorForm {
        area: it.area,
        group: it.group,
        segment: it.segment,
        counts: it.counts.unwrap_or(StatusWord::Active),
        basis: it.basis,
        value: it.value,
        qualifier: it.qualifier,
        definition_id: it.definition_id,
        definition_en: it.definition_en,
        source: it.source,
        publisher: it.publisher,
        stated_on: it.stated_on,
        valid_from: it.valid_from,
        status: it.status,
    });
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(BaseMadeView { id })))
}
