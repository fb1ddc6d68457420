//! Campaigns and their seasons: what they are called, what they are for, what came of them.

mod export;
pub(super) mod views;

use crate::{
    book::{Book, For, Route},
    door::{Asked, Named, Params, Reader, Told},
    problem::Problem,
    wire::PageView,
};
use access::{Office, carry_out};
use axum::Json;
use db::Tx;
use insight::{CoverageReport, Place, Question, coverage_report};
use outreach::campaign::{
    definition::{self, DecideName, NewCampaign, ReadCampaignName},
    funnel::{self, By},
    place::read_places,
    reach::{self, Of},
    said::{said_day, weekday_names},
    season::{self, NewSeason, Season, SeasonQuery},
    words,
};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, AreaLevel, Date};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{
    BeforeAfterView, CampaignOpenedView, CampaignView, FunnelView, ReachView, ReadNameView,
    ReadPlaceView, SeasonOpenedView, SeasonView, WordView,
};

pub(crate) const TAG: &str = "campaigns";

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, TAG, summary);
    let book = book
        .add(
            get("/api/v1/campaigns", "Campaigns")
                .answers_page::<CampaignView>("By their short names."),
            list,
        )
        .add(
            command("/api/v1/campaigns", "Write a campaign down")
                .body::<CampaignForm>(json!({
                    "code": "KKBC", "name": "Kerja Keras Bebas Cemas", "national": true,
                    "aliases": ["Kerja Cepat Bebas Cemas"], "launched_on": "2023-07-06",
                    "goal": "Perlindungan pekerja informal di desa",
                }))
                .answers::<CampaignOpenedView>(201, "With the names it is called by."),
            add,
        )
        .add(
            get("/api/v1/campaigns/{id}", "One campaign and what it has been called")
                .answers::<CampaignOpenedView>(200, "Suggested names wait for somebody to look."),
            show,
        )
        .add(
            command("/api/v1/campaigns/names/read", "Which campaign a name means")
                .body::<WrittenForm>(json!({ "written": "kerja cepat bebas cemas" }))
                .answers::<ReadNameView>(200, "A new likeness is kept for review."),
            read_name,
        )
        .add(
            command("/api/v1/campaigns/{id}/names/decide", "A suggested name is one, or is none")
                .body::<DecideNameForm>(
                    json!({ "written": "kerja cerdas bebas cemas", "accept": false }),
                )
                .answers::<CampaignOpenedView>(200, "With all names."),
            decide_name,
        )
        .add(
            get("/api/v1/campaigns/{id}/reach", "Places with an event over all places")
                .params::<ReachParams>()
                .answers::<ReachView>(200, "The base is the list of areas in force."),
            campaign_reach,
        )
        .add(
            get("/api/v1/campaigns/{id}/funnel", "The funnel of all its seasons")
                .params::<FunnelParams>()
                .answers::<FunnelView>(200, "By season unless told."),
            campaign_funnel,
        );
    reading(seasons_book(book))
}

fn seasons_book(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    book.add(
        get("/api/v1/seasons", "Seasons, the latest first")
            .params::<SeasonsParams>()
            .answers_page::<SeasonView>("With how many events each has."),
        list_seasons,
    )
    .add(
        Route::command("/api/v1/seasons", TAG, "Open a season of a campaign")
            .body::<SeasonForm>(json!({
                "campaign_said": "Kerja Cepat Bebas Cemas", "name": "Banyumas 2023",
                "area": "33.02", "tagged": ["33.02.15", "33.02.17"], "from": "2023-07-20",
                "to": "2023-12-31", "goal": "Merangkul pekerja informal di desa",
                "goal_members": 1_000,
            }))
            .answers::<SeasonMadeView>(201, "With the flag of the campaign's name."),
        add_season,
    )
    .add(
        get("/api/v1/seasons/{id}", "One season, with coverage before and after")
            .answers::<SeasonOpenedView>(200, "For each area it is measured by."),
        show_season,
    )
    .add(
        get("/api/v1/seasons/{id}/funnel", "People, leads, enrolled, paid, still paying")
            .params::<FunnelParams>()
            .answers::<FunnelView>(200, "What was not recorded is null and flagged."),
        season_funnel,
    )
    .add(
        get("/api/v1/seasons/{id}/reach", "Places of the season with an event over all places")
            .params::<ReachParams>()
            .answers::<ReachView>(200, "The base is the list of areas in force."),
        season_reach,
    )
    .add(
        get("/api/v1/seasons/{id}/events.csv", "Events of a season with their funnel, as a sheet")
            .answers_as(200, "text/csv", "What was not recorded is an empty cell."),
        export::events,
    )
}

fn reading(book: Book) -> Book {
    let post = |path, summary| Route::post(path, TAG, summary).open_to(For::Readers);
    book.add(
        post("/api/v1/campaigns/places/read", "Which areas are meant by names in a text")
            .body::<PlacesForm>(json!({ "text": "Jombor (Ceper); Pesu (Wedi)", "within": "33.10" }))
            .answers_page::<ReadPlaceView>("As many as were written: none is dropped."),
        read_place,
    )
    .add(
        post("/api/v1/campaigns/days/read", "Which day is meant by words in a text")
            .body::<DayForm>(json!({ "text": "Jumat (11/8)", "published_on": "2023-08-13" }))
            .answers::<DayView>(200, "A weekday that does not fit is refused."),
        read_day,
    )
    .add(
        Route::get("/api/v1/campaigns/words", TAG, "The closed lists of a campaign")
            .open_to(For::Readers)
            .answers::<WordsView>(200, "Codes with words in both languages."),
        list_words,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CampaignForm {
    /// Its short name.
    code: String,
    name: String,
    /// Other names it has been called by.
    #[serde(default)]
    aliases: Vec<String>,
    goal: String,
    /// Of the nation; otherwise of a branch.
    #[serde(default)]
    national: bool,
    /// Where; the whole country when absent.
    area: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    launched_on: Option<Date>,
    /// Where this was read.
    source: Option<String>,
}

async fn list(reader: Reader) -> Result<Json<PageView<CampaignView>>, Problem> {
    let mut tx = reader.office.db.read().await?;
    let found = definition::campaigns(&mut tx, &reader.office).await?;
    Ok(Json(PageView::whole(found.into_iter().map(Into::into).collect())))
}

async fn opened(office: &Office, id: Uuid) -> Result<CampaignOpenedView, Problem> {
    let mut tx = office.db.read().await?;
    let campaign = definition::campaign(&mut tx, id).await?;
    let names = definition::names_of(&mut tx, id).await?;
    let names = names.into_iter().map(Into::into).collect();
    Ok(CampaignOpenedView { campaign: campaign.into(), names })
}

async fn show(reader: Reader, Named(id): Named<Uuid>) -> Result<Json<CampaignOpenedView>, Problem> {
    Ok(Json(opened(&reader.office, id).await?))
}

type Made<T> = (axum::http::StatusCode, Json<T>);

const MADE: axum::http::StatusCode = axum::http::StatusCode::CREATED;

async fn add(asked: Asked<CampaignForm>) -> Result<Made<CampaignOpenedView>, Problem> {
    let form = asked.form;
    let order = NewCampaign {
        code: form.code,
        name: form.name,
        aliases: form.aliases,
        goal: form.goal,
        national: form.national,
        area: form.area,
        launched_on: form.launched_on,
        source: form.source,
    };
    let office = &asked.door.office;
    let id = carry_out(office, &asked.header, &order).await?;
    Ok((MADE, Json(opened(office, id).await?)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WrittenForm {
    /// As it was written.
    written: String,
}

async fn read_name(asked: Asked<WrittenForm>) -> Result<Json<ReadNameView>, Problem> {
    let order = ReadCampaignName { written: asked.form.written };
    Ok(Json(carry_out(&asked.door.office, &asked.header, &order).await?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecideNameForm {
    written: String,
    /// It is a variant of the campaign's name.
    accept: bool,
}

async fn decide_name(
    Named(campaign): Named<Uuid>,
    asked: Asked<DecideNameForm>,
) -> Result<Json<CampaignOpenedView>, Problem> {
    let DecideNameForm { written, accept } = asked.form;
    let office = &asked.door.office;
    carry_out(office, &asked.header, &DecideName { campaign, written, accept }).await?;
    Ok(Json(opened(office, campaign).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeasonsParams {
    #[schema(value_type = Option<String>, format = Uuid)]
    campaign: Option<Uuid>,
    /// Inside this area.
    area: Option<String>,
    /// Whose name holds this.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// An area named in an address: its code or its name.
pub(super) fn area_of(said: Option<&str>) -> Result<Option<AreaCode>, Problem> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    let wrong = |fault: registry::PlaceFault| {
        Problem::new("bad-address", fault.code(), fault.indonesian(), fault.to_string())
            .field("area")
    };
    Gazetteer::embedded().area_named(said).map(Some).map_err(wrong)
}

/// A place in an order by day and id: `2023-08-11~id`.
pub(super) fn day_and_id(text: Option<&str>) -> Result<Option<(Date, Uuid)>, Problem> {
    let read = |text: &str| {
        let (day, id) = text.split_once('~')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    };
    text.map(|text| read(text).ok_or_else(|| Problem::plain("bad-address").field("after")))
        .transpose()
}

async fn list_seasons(
    reader: Reader,
    Params(params): Params<SeasonsParams>,
) -> Result<Json<PageView<SeasonView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let query = SeasonQuery {
        campaign: params.campaign,
        within: area_of(params.area.as_deref())?,
        words: params.q,
        after: day_and_id(params.after.as_deref())?,
        limit,
    };
    let mut tx = reader.office.db.read().await?;
    let found = season::seasons(&mut tx, &reader.office, &query).await?;
    let views = found.into_iter().map(SeasonView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| format!("{}~{}", view.from, view.id))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeasonForm {
    #[schema(value_type = Option<String>, format = Uuid)]
    campaign: Option<Uuid>,
    /// Or what the campaign was called in a report; a variant is flagged.
    campaign_said: Option<String>,
    name: String,
    /// The branch's area.
    area: String,
    /// Areas whose coverage it is measured by; the branch's own when there is none.
    #[serde(default)]
    tagged: Vec<String>,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// What it is to reach, in words.
    goal: String,
    /// How many are to be enrolled.
    goal_members: Option<i64>,
    source: Option<String>,
}

/// A season that was opened.
#[derive(Serialize, ToSchema)]
struct SeasonMadeView {
    #[serde(flatten)]
    season: SeasonView,
    /// `NAME_VARIANT` when the campaign was called by another name.
    flag: String,
}

async fn add_season(asked: Asked<SeasonForm>) -> Result<Made<SeasonMadeView>, Problem> {
    let form = asked.form;
    let order = NewSeason {
        campaign: form.campaign,
        campaign_said: form.campaign_said,
        name: form.name,
        area: form.area,
        tagged: form.tagged,
        from_on: form.from,
        to_on: form.to,
        goal: form.goal,
        goal_members: form.goal_members,
        source: form.source,
    };
    let office = &asked.door.office;
    let (id, flag) = carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    let season = season::season(&mut tx, office, id).await?.into();
    Ok((MADE, Json(SeasonMadeView { season, flag })))
}

async fn show_season(
    reader: Reader,
    Named(id): Named<Uuid>,
) -> Result<Json<SeasonOpenedView>, Problem> {
    let office = &reader.office;
    let mut tx = office.db.read().await?;
    let season = season::season(&mut tx, office, id).await?;
    let campaign_name = definition::campaign(&mut tx, season.campaign).await?.name;
    let mut coverage = Vec::new();
    for area in season::tagged(&mut tx, id).await? {
        coverage.push(before_and_after(&mut tx, office, &season, area).await?);
    }
    Ok(Json(SeasonOpenedView { season: season.into(), campaign_name, coverage }))
}

/// Coverage of an area on the day before a season and on its last day, or today while it lasts.
async fn before_and_after(
    tx: &mut Tx,
    office: &Office,
    season: &Season,
    area: AreaCode,
) -> Result<BeforeAfterView, Problem> {
    let (law, today) = (&office.outside.law, office.outside.today());
    let before_on = season.from_on.yesterday().unwrap_or(season.from_on);
    let after_on = season.to_on.min(today).max(before_on);
    let question = |on| Question::persons(Place::area(area.clone()), on);
    let before = coverage_report(tx, law, question(before_on), None).await?;
    let after = coverage_report(tx, law, question(after_on), None).await?;
    Ok(BeforeAfterView {
        place: views::place(area.as_str()),
        area: area.to_string(),
        before_on: before_on.to_string(),
        after_on: after_on.to_string(),
        delta: after.numerator - before.numerator,
        delta_points: points(&before, &after),
        before: before.numerator,
        after: after.numerator,
        before_of: before.denominator,
        after_of: after.denominator,
        before_percent: before.percent,
        after_percent: after.percent,
        definition_id: after.definition_id,
        definition_en: after.definition,
    })
}

/// The difference in percentage points; of two bases no difference is computed.
fn points(before: &CoverageReport, after: &CoverageReport) -> Option<String> {
    let of = after.denominator.filter(|of| before.denominator == Some(*of))?;
    insight::percent_text(after.numerator - before.numerator, of, 1)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FunnelParams {
    /// `event`, `village`, `season`, `trade`, `agent`, `partner`.
    by: Option<String>,
}

async fn funnel_of(
    office: &Office,
    seasons: Vec<Uuid>,
    by: &str,
) -> Result<Json<FunnelView>, Problem> {
    let kinds = [
        ("event", By::Event),
        ("village", By::Village),
        ("season", By::Season),
        ("trade", By::Trade),
        ("agent", By::Agent),
        ("partner", By::Event),
    ];
    let kind = kinds.iter().find(|(word, _)| *word == by).map(|(_, kind)| *kind);
    let kind = kind.ok_or_else(|| Problem::plain("bad-address").field("by"))?;
    let mut tx = office.db.read().await?;
    let mut found = funnel::funnel(&mut tx, office, seasons.clone(), kind).await?;
    let mut partners = Vec::new();
    if by == "partner" {
        found.lines.clear();
        partners = funnel::by_partner(&mut tx, office, seasons).await?;
    }
    Ok(Json(FunnelView::of(by, found, partners)))
}

async fn season_funnel(
    reader: Reader,
    Named(id): Named<Uuid>,
    Params(params): Params<FunnelParams>,
) -> Result<Json<FunnelView>, Problem> {
    let mut tx = reader.office.db.read().await?;
    season::season(&mut tx, &reader.office, id).await?;
    drop(tx);
    funnel_of(&reader.office, vec![id], params.by.as_deref().unwrap_or("event")).await
}

async fn campaign_funnel(
    reader: Reader,
    Named(id): Named<Uuid>,
    Params(params): Params<FunnelParams>,
) -> Result<Json<FunnelView>, Problem> {
    let mut tx = reader.office.db.read().await?;
    definition::campaign(&mut tx, id).await?;
    let query = SeasonQuery { campaign: Some(id), limit: 500, ..SeasonQuery::default() };
    let seasons = season::seasons(&mut tx, &reader.office, &query).await?;
    drop(tx);
    let seasons = seasons.into_iter().map(|it| it.id).collect();
    funnel_of(&reader.office, seasons, params.by.as_deref().unwrap_or("season")).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReachParams {
    /// `village` (unless told) or `district`.
    level: Option<String>,
    /// Inside this area; of a season its own, of a campaign the country when absent.
    area: Option<String>,
}

async fn reach_of(
    office: &Office,
    of: Of,
    within: Option<AreaCode>,
    level: Option<&str>,
) -> Result<Json<ReachView>, Problem> {
    let (word, level) = match level.unwrap_or("village") {
        "village" => ("village", AreaLevel::Village),
        "district" => ("district", AreaLevel::District),
        _ => return Err(Problem::plain("bad-address").field("level")),
    };
    let mut tx = office.db.read().await?;
    let found = reach::reach(&mut tx, office, of, within.as_ref(), level).await?;
    Ok(Json(ReachView::of(word, found)))
}

async fn campaign_reach(
    reader: Reader,
    Named(id): Named<Uuid>,
    Params(params): Params<ReachParams>,
) -> Result<Json<ReachView>, Problem> {
    let within = area_of(params.area.as_deref())?;
    let mut tx = reader.office.db.read().await?;
    definition::campaign(&mut tx, id).await?;
    drop(tx);
    reach_of(&reader.office, Of::Campaign(id), within, params.level.as_deref()).await
}

async fn season_reach(
    reader: Reader,
    Named(id): Named<Uuid>,
    Params(params): Params<ReachParams>,
) -> Result<Json<ReachView>, Problem> {
    let mut tx = reader.office.db.read().await?;
    let season = season::season(&mut tx, &reader.office, id).await?;
    drop(tx);
    let within = area_of(params.area.as_deref())?.or_else(|| season.area.parse().ok());
    reach_of(&reader.office, Of::Season(id), within, params.level.as_deref()).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlacesForm {
    /// *Village (district)*, names or codes; one a line, or parted by `;`.
    text: String,
    /// Inside this area.
    within: Option<String>,
}

async fn read_place(
    _: Reader,
    Told(form): Told<PlacesForm>,
) -> Result<Json<PageView<ReadPlaceView>>, Problem> {
    let within = area_of(form.within.as_deref())?;
    let read = read_places(&form.text, within.as_ref())?;
    Ok(Json(PageView::whole(read.into_iter().map(Into::into).collect())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DayForm {
    /// `Jumat (11/8)`, `20 Juli 2023`, `2023-07-20`.
    text: String,
    /// The day the report came out; needed where no year is written.
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<Date>,
}

/// A day that was read.
#[derive(Serialize, ToSchema)]
struct DayView {
    #[schema(format = Date)]
    on: String,
    /// The year was inferred from the day of publication.
    inferred: bool,
    weekday_id: String,
    weekday_en: String,
}

async fn read_day(_: Reader, Told(form): Told<DayForm>) -> Result<Json<DayView>, Problem> {
    let day = said_day(&form.text, form.published_on)?;
    let (weekday_id, weekday_en) = weekday_names(day.date.weekday());
    Ok(Json(DayView {
        on: day.date.to_string(),
        inferred: day.inferred,
        weekday_id: weekday_id.into(),
        weekday_en: weekday_en.into(),
    }))
}

/// The closed lists.
#[derive(Serialize, ToSchema)]
struct WordsView {
    activities: Vec<WordView>,
    channels: Vec<WordView>,
    partners: Vec<WordView>,
    questions: Vec<WordView>,
    tasks: Vec<WordView>,
    standings: Vec<WordView>,
    stages: Vec<WordView>,
}

async fn list_words(_: Reader) -> Json<WordsView> {
    let of = |list: &[words::Word]| list.iter().map(WordView::from).collect();
    Json(WordsView {
        activities: of(words::ACTIVITIES),
        channels: of(words::CHANNELS),
        partners: of(words::PARTNERS),
        questions: of(words::QUESTIONS),
        tasks: of(words::TASKS),
        standings: of(words::STANDINGS),
        stages: of(words::STAGES),
    })
}
