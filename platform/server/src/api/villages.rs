//! Villages of a campaign: how far each group is, who speaks for it, how far away; and agreements.

use super::campaigns::{TAG, area_of, views::place};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Params, Reader},
    problem::Problem,
    wire::PageView,
};
use access::carry_out;
use axum::{Json, http::StatusCode};
use outreach::campaign::{
    Contact,
    agreement::{self, Agreement, ChildGap, EndAgreement, LevelGap, NewAgreement},
    pipeline::{Champion, NameChampion, PutStanding, Standing, champions, standings},
    reach::PutAccess,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, Date, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, TAG, summary);
    let book = book
        .add(
            get("/api/v1/pipeline", "How far villages are with groups and occupations")
                .params::<PipelineParams>()
                .answers_page::<VillageStandingView>("By village; what is planned may be overdue."),
            list,
        )
        .add(
            command("/api/v1/pipeline", "Say how far a village is with a group or an occupation")
                .body::<StandingForm>(json!({
                    "village": "33.10.16.2012", "group": "village_official",
                    "status": "ENROLLED", "n": 11,
                }))
                .answers::<StandingPutView>(200, "It replaces what was said before."),
            put,
        )
        .add(
            Route::get("/api/v1/champions", TAG, "Who speaks for the campaign in an area")
                .params::<WithinParams>()
                .answers_page::<ChampionView>("Names for who may read people there; it is noted."),
            list_champions,
        )
        .add(
            command("/api/v1/champions", "Name who speaks for the campaign in a village")
                .body::<ChampionForm>(json!({
                    "village": "33.10.16.2012", "role": "village_head", "name": "Kepala Desa Contoh",
                    "phone": "081234567890",
                }))
                .answers::<ChampionMadeView>(201, "Name and telephone are sealed."),
            name_champion,
        )
        .add(
            command("/api/v1/villages/{code}/travel-time", "How long it takes to get there")
                .body::<AccessForm>(json!({ "minutes": 95, "source": "tim 1, 4 Desember" }))
                .answers::<AccessPutView>(200, "One way, from the branch."),
            put_access,
        );
    agreements_book(book)
}

fn agreements_book(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, TAG, summary);
    book.add(
        get("/api/v1/agreements", "Agreements in an area and above it")
            .params::<AgreementsParams>()
            .answers_page::<AgreementView>("By area."),
        list_agreements,
    )
    .add(
        command("/api/v1/agreements", "Write an agreement down")
            .body::<AgreementForm>(json!({
                "area": "36.73", "title": "Perjanjian kerja sama perlindungan pekerja rentan",
                "partner": "Pemerintah Kota Serang", "from_on": "2026-01-01",
                "to_on": "2027-12-31",
            }))
            .answers::<AgreementMadeView>(201, "At the level of its area."),
        add_agreement,
    )
    .add(
        command("/api/v1/agreements/{id}/end", "An agreement ends on a day")
            .body::<EndForm>(json!({ "to_on": "2026-12-31" }))
            .answers::<AgreementMadeView>(200, "It stays in the register."),
        end_agreement,
    )
    .add(
        get("/api/v1/agreements/gaps", "Where there is no agreement, from province to village")
            .params::<GapsParams>()
            .answers::<GapsView>(200, "By level, and for each area right below."),
        gaps,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PipelineParams {
    /// Inside this area.
    area: Option<String>,
    /// `OPEN`, `PLANNED`, `ENROLLED`, `DROPPED`.
    status: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// How far a village is with a group or an occupation.
#[derive(Serialize, ToSchema)]
struct VillageStandingView {
    village: String,
    place: String,
    /// `group` or `occupation`.
    kind: String,
    code: String,
    name_id: String,
    name_en: String,
    /// `OPEN`, `PLANNED`, `ENROLLED`, `DROPPED`.
    status: String,
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Planned, and its day is over.
    overdue: bool,
    /// How many are enrolled; null where nobody wrote it down.
    n: Option<i64>,
    n_not_recorded: bool,
    owner: Option<Uuid>,
    note: String,
    source: String,
}

impl VillageStandingView {
    fn of(today: Date, it: Standing) -> Self {
        let overdue = it.is_overdue(today);
        let (name_id, name_en) = match it.kind.as_str() {
            "group" => registry::group(&it.code).map_or(("", ""), |it| (it.name_id, it.name_en)),
            _ => registry::occupation(&it.code).map_or(("", ""), |it| (&it.label, &it.label)),
        };
        Self {
            place: place(&it.village),
            village: it.village,
            name_id: name_id.to_owned(),
            name_en: name_en.to_owned(),
            kind: it.kind,
            code: it.code,
            status: it.status,
            due_on: it.due_on.map(|day| day.to_string()),
            overdue,
            n: it.n,
            n_not_recorded: it.n_not_recorded == 1,
            owner: it.owner.map(|owner| owner.0),
            note: it.note,
            source: it.source,
        }
    }
}

async fn list(
    reader: Reader,
    Params(params): Params<PipelineParams>,
) -> Result<Json<PageView<VillageStandingView>>, Problem> {
    let office = &reader.office;
    let read = |text: &str| {
        let mut parts = text.split('~').map(str::to_owned);
        Some((parts.next()?, parts.next()?, parts.next()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    let after = params.after.as_deref().map(|text| read(text).ok_or_else(wrong)).transpose()?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let within = area_of(params.area.as_deref())?;
    let mut tx = office.db.read().await?;
    let status = params.status.as_deref();
    let found = standings(&mut tx, office, within.as_ref(), status, after, limit).await?;
    let today = office.outside.today();
    let views = found.into_iter().map(|it| VillageStandingView::of(today, it)).collect();
    let key = |view: &VillageStandingView| format!("{}~{}~{}", view.village, view.kind, view.code);
    Ok(Json(PageView::of(views, limit, key)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StandingForm {
    village: String,
    /// A group …
    group: Option<String>,
    /// … or an occupation.
    occupation: Option<String>,
    /// `OPEN`, `PLANNED`, `ENROLLED`, `DROPPED`.
    status: String,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// How many are enrolled.
    n: Option<i64>,
    /// Nobody wrote down how many.
    #[serde(default)]
    n_not_recorded: bool,
    #[schema(value_type = Option<String>, format = Uuid)]
    owner: Option<UserId>,
    note: Option<String>,
    source: Option<String>,
}

/// What was said of a village.
#[derive(Serialize, ToSchema)]
struct StandingPutView {
    village: String,
    status: String,
}

async fn put(asked: Asked<StandingForm>) -> Result<Json<StandingPutView>, Problem> {
    let form = asked.form;
    let order = PutStanding {
        village: form.village,
        group: form.group,
        occupation: form.occupation,
        status: form.status,
        due_on: form.due_on,
        n: form.n,
        n_not_recorded: form.n_not_recorded,
        owner: form.owner,
        note: form.note,
        source: form.source,
    };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(StandingPutView { village: order.village, status: order.status.to_uppercase() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithinParams {
    /// Inside this area.
    area: String,
}

fn needed(said: &str) -> Result<AreaCode, Problem> {
    area_of(Some(said))?.ok_or_else(|| Problem::plain("bad-address").field("area"))
}

/// Who speaks for the campaign in a village.
#[derive(Serialize, ToSchema)]
struct ChampionView {
    id: Uuid,
    village: String,
    place: String,
    role: String,
    /// A name is on record.
    has_name: bool,
    name: Option<String>,
    phone: Option<String>,
    source: String,
}

impl From<(Champion, Option<Contact>)> for ChampionView {
    fn from((it, contact): (Champion, Option<Contact>)) -> Self {
        let (name, phone) = contact.map_or((None, None), |it| (Some(it.name), it.phone));
        Self {
            id: it.id,
            place: place(&it.village),
            village: it.village,
            role: it.role,
            has_name: it.has_name == 1,
            name,
            phone,
            source: it.source,
        }
    }
}

async fn list_champions(
    door: Door,
    Params(params): Params<WithinParams>,
) -> Result<Json<PageView<ChampionView>>, Problem> {
    let within = needed(&params.area)?;
    let mut tx = door.office.db.read().await?;
    let found = champions(&mut tx, &door.office, &within).await?;
    drop(tx);
    let views = found.into_iter().map(Into::into).collect();
    Ok(Json(door.answer(PageView::whole(views)).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChampionForm {
    village: String,
    /// `village_head`, `farmers_group_head`, …
    role: String,
    /// The name; left out where only the office is known.
    name: Option<String>,
    phone: Option<String>,
    source: Option<String>,
}

/// Somebody who was named.
#[derive(Serialize, ToSchema)]
struct ChampionMadeView {
    id: Uuid,
}

async fn name_champion(
    asked: Asked<ChampionForm>,
) -> Result<(StatusCode, Json<ChampionMadeView>), Problem> {
    let ChampionForm { village, role, name, phone, source } = asked.form;
    let order = NameChampion { village, role, name, phone, source };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(ChampionMadeView { id })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccessForm {
    /// From the branch, one way.
    minutes: i64,
    /// Who says so, or how it was measured.
    source: String,
}

/// How long it takes to get to a village.
#[derive(Serialize, ToSchema)]
struct AccessPutView {
    village: String,
    minutes: i64,
}

async fn put_access(
    Named(village): Named<String>,
    asked: Asked<AccessForm>,
) -> Result<Json<AccessPutView>, Problem> {
    let AccessForm { minutes, source } = asked.form;
    let order = PutAccess { village, minutes, source };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(AccessPutView { village: order.village, minutes }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreementsParams {
    /// In this area and above it.
    area: String,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// An agreement.
#[derive(Serialize, ToSchema)]
struct AgreementView {
    id: Uuid,
    area: String,
    place: String,
    /// 1 province, 2 regency, 3 district, 4 village.
    level: i64,
    title: String,
    partner: String,
    number: String,
    #[schema(format = Date)]
    signed_on: Option<String>,
    #[schema(format = Date)]
    from_on: String,
    #[schema(format = Date)]
    to_on: Option<String>,
    /// Holds today.
    holds: bool,
    source: String,
}

impl AgreementView {
    fn of(today: Date, it: Agreement) -> Self {
        Self {
            holds: it.holds(today),
            id: it.id,
            place: place(&it.area),
            area: it.area,
            level: it.level,
            title: it.title,
            partner: it.partner,
            number: it.number,
            signed_on: it.signed_on.map(|day| day.to_string()),
            from_on: it.from_on.to_string(),
            to_on: it.to_on.map(|day| day.to_string()),
            source: it.source,
        }
    }
}

async fn list_agreements(
    reader: Reader,
    Params(params): Params<AgreementsParams>,
) -> Result<Json<PageView<AgreementView>>, Problem> {
    let within = needed(&params.area)?;
    let read = |text: &str| {
        let (area, id) = text.split_once('~')?;
        Some((area.to_owned(), id.parse::<Uuid>().ok()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    let after = params.after.as_deref().map(|text| read(text).ok_or_else(wrong)).transpose()?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let mut tx = reader.office.db.read().await?;
    let found = agreement::agreements(&mut tx, &within, after, limit).await?;
    let today = reader.office.outside.today();
    let views = found.into_iter().map(|it| AgreementView::of(today, it)).collect();
    Ok(Json(PageView::of(views, limit, |view| format!("{}~{}", view.area, view.id))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreementForm {
    /// Where it holds; its level is the area's.
    area: String,
    title: String,
    /// The other side, as an office.
    partner: String,
    number: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    signed_on: Option<Date>,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    to_on: Option<Date>,
    source: Option<String>,
}

/// An agreement that was written down or ended.
#[derive(Serialize, ToSchema)]
struct AgreementMadeView {
    id: Uuid,
}

async fn add_agreement(
    asked: Asked<AgreementForm>,
) -> Result<(StatusCode, Json<AgreementMadeView>), Problem> {
    let form = asked.form;
    let order = NewAgreement {
        area: form.area,
        title: form.title,
        partner: form.partner,
        number: form.number,
        signed_on: form.signed_on,
        from_on: form.from_on,
        to_on: form.to_on,
        source: form.source,
    };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(AgreementMadeView { id })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndForm {
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    to_on: Date,
}

async fn end_agreement(
    Named(id): Named<Uuid>,
    asked: Asked<EndForm>,
) -> Result<Json<AgreementMadeView>, Problem> {
    let order = EndAgreement { agreement: id, to_on: asked.form.to_on };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(AgreementMadeView { id }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GapsParams {
    /// In this area.
    area: String,
    /// On this day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

/// How many areas of a level have an agreement.
#[derive(Serialize, ToSchema)]
struct LevelGapView {
    /// 1 province, 2 regency, 3 district, 4 village.
    level: i64,
    of: usize,
    with: usize,
    missing: usize,
}

impl From<LevelGap> for LevelGapView {
    fn from(it: LevelGap) -> Self {
        let LevelGap { level, of, with } = it;
        Self { level, of, with, missing: of.saturating_sub(with) }
    }
}

/// An area right below, and whether it has an agreement.
#[derive(Serialize, ToSchema)]
struct ChildGapView {
    code: String,
    name: String,
    has: bool,
    /// Areas inside it …
    of: usize,
    /// … of which have one.
    with: usize,
}

impl From<ChildGap> for ChildGapView {
    fn from(it: ChildGap) -> Self {
        let ChildGap { code, name, has, of, with } = it;
        Self { code: code.to_string(), name, has, of, with }
    }
}

/// Where there is no agreement.
#[derive(Serialize, ToSchema)]
struct GapsView {
    area: String,
    place: String,
    /// From the province of the area to its villages.
    levels: Vec<LevelGapView>,
    /// Areas right below.
    children: Vec<ChildGapView>,
}

async fn gaps(
    reader: Reader,
    Params(params): Params<GapsParams>,
) -> Result<Json<GapsView>, Problem> {
    let within = needed(&params.area)?;
    let on = params.on.unwrap_or_else(|| reader.office.outside.today());
    let mut tx = reader.office.db.read().await?;
    let (levels, children) = agreement::gaps(&mut tx, &within, on).await?;
    Ok(Json(GapsView {
        place: place(within.as_str()),
        area: within.to_string(),
        levels: levels.into_iter().map(Into::into).collect(),
        children: children.into_iter().map(Into::into).collect(),
    }))
}
