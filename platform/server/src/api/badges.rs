//! The badge *Desa Sadar*: where villages stand, given, taken back, and what an office asks of them.

use super::targets::{MadeView, ReasonBody, ShareWhyView};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Named, Params, Reader},
    problem::Problem,
    wire::{BecauseView, PageView},
};
use access::carry_out;
use axum::{Json, http::StatusCode};
use insight::{
    Place,
    badge::{
        Award, BadgeQuery, BadgeStanding, CRITERIA, Criterion, GiveBadge, SetThreshold, Threshold,
        WithdrawBadge, badge_of, badges, called, thresholds,
    },
    goal::TargetRefusal,
    resolve_place,
};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use terms::{AreaCode, Assessment, Because, Date, Rate, Status};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "coverage", summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, "coverage", summary);
    book.add(
        get("/api/v1/badges", "Villages of an area and how near the badge each is")
            .params::<BadgesParams>()
            .answers_page::<BadgeView>("Villages with a base or a badge, by code."),
        list,
    )
    .add(
        get("/api/v1/badges/{village}", "Where one village stands, computed now")
            .params::<BadgeOnParams>()
            .answers::<BadgeView>(200, "A badge that no longer holds says which criterion failed."),
        one,
    )
    .add(
        command("/api/v1/badges/{village}/award", "Give the badge to a village that has earned it")
            .body::<AwardBody>(json!({
                "document": "SK Kepala Cabang 7/2026", "expires_on": "2027-11-21",
            }))
            .answers::<BadgeView>(201, "With what was counted that day, and an end."),
        award,
    )
    .add(
        command("/api/v1/badges/{village}/withdraw", "Take the badge back")
            .body::<ReasonBody>(json!({ "reason": "iuran perangkat berhenti tiga bulan" }))
            .answers::<BadgeView>(200, "It stays to be seen, with the reason."),
        withdraw,
    )
    .add(
        get(
            "/api/v1/badge-thresholds",
            "What is asked of a village, by whom, and what was reported",
        )
        .answers_page::<CriterionAskedView>(
            "By criterion; `valid_months` is how long a badge holds.",
        ),
        asked_list,
    )
    .add(
        command("/api/v1/badge-thresholds", "Set what an office asks, where nobody confirmed it")
            .body::<ThresholdBody>(json!({
                "area": "33.02", "criterion": "officials_share", "percent": "100", "months": null,
                "from_on": "2026-01-01", "document": "SK Kepala Cabang 3/2026",
            }))
            .answers::<MadeView>(201, "Shown as the office's own, never as law."),
        set,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BadgesParams {
    /// A code or a name.
    #[schema(example = "33.02")]
    area: String,
    /// Only `holds`, `near`, `far`, `unknown`; or `awarded`: with a badge in force; `failing`: with a
    /// badge in force that is not earned any more.
    standing: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BadgeOnParams {
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// Where a village stands.
#[derive(Debug, Serialize, ToSchema)]
struct BadgeView {
    village: String,
    name: String,
    /// The village with what it lies in.
    place: String,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// `holds`, `near` (one criterion fails), `far`, `unknown` (something asked cannot be said, or
    /// nothing is asked).
    standing: &'static str,
    criteria: Vec<CriterionView>,
    /// The last badge given.
    award: Option<AwardView>,
    /// A badge is in force, and every criterion that is asked still holds.
    badge_holds: bool,
    /// A badge is in force and this failed since.
    failed_id: Option<String>,
    failed_en: Option<String>,
}

/// Where it stands by one criterion.
#[derive(Debug, Serialize, ToSchema)]
struct CriterionView {
    /// `officials_share`, `rt_rw_share`, `workers_share`.
    criterion: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    active: i64,
    /// Of how many; null where nobody said.
    base: Option<i64>,
    base_qualifier: Option<&'static str>,
    base_source: Option<String>,
    /// From when that base is used.
    #[schema(value_type = Option<String>, format = Date)]
    base_from: Option<Date>,
    share: Option<ShareWhyView>,
    /// What is asked: `100 %`; null where it is not set.
    asked: Option<String>,
    asked_because: Option<BecauseView>,
    /// In heads.
    needed: Option<i64>,
    missing: Option<i64>,
    /// Null where it cannot be said.
    holds: Option<bool>,
    said_id: String,
    said_en: String,
}

impl From<Criterion> for CriterionView {
    fn from(it: Criterion) -> Self {
        let [name_id, name_en] = called(it.criterion);
        let [said_id, said_en] = it.said;
        let (base_source, base_from) = it.base_source.unzip();
        let (asked, because) = it.asked.map(Assessment::into_parts).unzip();
        Self {
            criterion: it.criterion,
            name_id,
            name_en,
            active: it.active,
            base: it.base.map(|base| base.value),
            base_qualifier: it.base.map(|base| base.qualifier.sign()),
            base_source,
            base_from,
            share: it.share.map(Into::into),
            asked: asked.map(|asked| asked.to_string()),
            asked_because: because.map(Into::into),
            needed: it.needed,
            missing: it.missing,
            holds: it.holds,
            said_id,
            said_en,
        }
    }
}

/// A badge that was given.
#[derive(Debug, Serialize, ToSchema)]
struct AwardView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = String, format = Date)]
    awarded_on: Date,
    /// The first day on which it does not hold any more.
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
    document: String,
    /// `in_force`, `expired`, `withdrawn`.
    state: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    withdrawn_on: Option<Date>,
    reason: String,
    /// What was counted on the day.
    #[schema(value_type = Vec<Object>)]
    evidence: Value,
}

impl AwardView {
    fn of(award: Award, on: Date) -> Self {
        let state = match (award.holds_on(on), award.withdrawn_on) {
            (true, _) => "in_force",
            (_, Some(_)) => "withdrawn",
            _ => "expired",
        };
        let Award { id, awarded_on, expires_on, document, evidence, withdrawn_on, reason, .. } =
            award;
        Self { id, awarded_on, expires_on, document, state, withdrawn_on, reason, evidence }
    }
}

impl From<BadgeStanding> for BadgeView {
    fn from(it: BadgeStanding) -> Self {
        let in_force = it.in_force().is_some();
        let failed = it.failing().filter(|_| in_force);
        let [failed_id, failed_en] = failed.clone().map_or([None, None], |said| said.map(Some));
        let names = Gazetteer::embedded();
        Self {
            name: names.name(&it.village).unwrap_or_default().to_owned(),
            place: names.described(&it.village),
            village: it.village.to_string(),
            as_of: it.as_of,
            standing: it.standing,
            badge_holds: in_force && failed.is_none(),
            failed_id,
            failed_en,
            award: it.award.map(|award| AwardView::of(award, it.as_of)),
            criteria: it.criteria.into_iter().map(Into::into).collect(),
        }
    }
}

const STANDINGS: [&str; 6] = ["holds", "near", "far", "unknown", "awarded", "failing"];

async fn list(
    reader: Reader,
    Params(params): Params<BadgesParams>,
) -> Result<Json<PageView<BadgeView>>, Problem> {
    let office = &reader.office;
    let wanted = params.standing.as_deref().filter(|word| !word.is_empty());
    if wanted.is_some_and(|word| !STANDINGS.contains(&word)) {
        let known = "holds, near, far, unknown, awarded, failing";
        return Err(TargetRefusal::Word("standing", known).into());
    }
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let query = BadgeQuery {
        area: Gazetteer::embedded().area_named(&params.area)?,
        as_of: params.as_of.unwrap_or_else(|| office.outside.today()),
        after: params.after.unwrap_or_default(),
        limit,
    };
    let mut tx = office.db.read().await?;
    let found = badges(&mut tx, office, query).await?;
    let views = found.into_iter().map(BadgeView::from).collect();
    let mut page = PageView::of(views, limit, |view: &BadgeView| view.village.clone());
    page.items.retain(|view| match wanted {
        None => true,
        Some("awarded") => view.award.as_ref().is_some_and(|award| award.state == "in_force"),
        Some("failing") => view.failed_en.is_some(),
        Some(word) => view.standing == word,
    });
    Ok(Json(page))
}

async fn one(
    reader: Reader,
    Named(village): Named<AreaCode>,
    Params(params): Params<BadgeOnParams>,
) -> Result<Json<BadgeView>, Problem> {
    let office = &reader.office;
    let as_of = params.as_of.unwrap_or_else(|| office.outside.today());
    let mut tx = office.db.read().await?;
    Ok(Json(badge_of(&mut tx, office, &village, as_of).await?.into()))
}

/// A badge to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AwardBody {
    /// The document.
    document: String,
    /// The first day on which it does not hold any more; by the months that are set when absent.
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
}

async fn award(
    Named(village): Named<AreaCode>,
    asked: Asked<AwardBody>,
) -> Result<(StatusCode, Json<BadgeView>), Problem> {
    let office = &asked.door.office;
    let AwardBody { document, expires_on } = asked.form;
    let order = GiveBadge { village: village.clone(), document, expires_on };
    carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    let standing = badge_of(&mut tx, office, &village, office.outside.today()).await?;
    Ok((StatusCode::CREATED, Json(standing.into())))
}

async fn withdraw(
    Named(village): Named<AreaCode>,
    asked: Asked<ReasonBody>,
) -> Result<Json<BadgeView>, Problem> {
    let office = &asked.door.office;
    let order = WithdrawBadge { village: village.clone(), reason: asked.form.reason };
    carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    Ok(Json(badge_of(&mut tx, office, &village, office.outside.today()).await?.into()))
}

/// What is asked by one criterion.
#[derive(Debug, Serialize, ToSchema)]
struct CriterionAskedView {
    /// `officials_share`, `rt_rw_share`, `workers_share`, `valid_months`.
    criterion: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    /// By law today: `100 %`, or months; null where nobody confirmed it.
    by_law: Option<String>,
    because: Option<BecauseView>,
    /// What was reported somewhere without a date: never used by itself.
    reported: Vec<ReportedView>,
    /// What offices set, the latest first.
    by_offices: Vec<ThresholdView>,
}

/// A condition that was reported.
#[derive(Debug, Serialize, ToSchema)]
struct ReportedView {
    value: String,
    note: String,
    seen_in: Vec<String>,
    /// `unconfirmed`.
    status: &'static str,
}

/// What an office set.
#[derive(Debug, Serialize, ToSchema)]
struct ThresholdView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// Empty is everywhere.
    area: String,
    /// `100 %`, or months.
    value: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    document: String,
}

impl From<&Threshold> for ThresholdView {
    fn from(it: &Threshold) -> Self {
        let value = match it.criterion.as_str() {
            "valid_months" => it.value.to_string(),
            _ => Rate::per_million(it.value).to_string(),
        };
        let (area, document) = (it.area.clone(), it.document.clone());
        Self { id: it.id, area, value, from_on: it.from_on, document }
    }
}

async fn asked_list(reader: Reader) -> Result<Json<PageView<CriterionAskedView>>, Problem> {
    let office = &reader.office;
    let (law, today) = (&office.outside.law, office.outside.today());
    let mut tx = office.db.read().await?;
    let all = thresholds(&mut tx).await?;
    let words = CRITERIA.into_iter().chain(["valid_months"]);
    let view = |criterion: &'static str| {
        let found: Option<(String, Because)> = match criterion {
            "valid_months" => law.badge_valid_months(today).ok().map(|it| {
                let (months, because) = it.into_parts();
                (months.to_string(), because)
            }),
            share => law.badge_share(share, today).ok().map(|it| {
                let (rate, because) = it.into_parts();
                (rate.to_string(), because)
            }),
        };
        let (by_law, because) = found.unzip();
        let [name_id, name_en] = called(criterion);
        let reported = law.badge_reported(criterion).into_iter().map(|it| ReportedView {
            value: it.value,
            note: it.note,
            seen_in: it.seen_in,
            status: Status::Unconfirmed.word(),
        });
        CriterionAskedView {
            criterion,
            name_id,
            name_en,
            by_law,
            because: because.map(Into::into),
            reported: reported.collect(),
            by_offices: all.iter().filter(|it| it.criterion == criterion).map(Into::into).collect(),
        }
    };
    Ok(Json(PageView::whole(words.map(view).collect())))
}

/// What an office asks of its villages.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ThresholdBody {
    /// A code or a name; `indonesia` is everywhere.
    area: String,
    /// `officials_share`, `rt_rw_share`, `workers_share`, `valid_months`.
    criterion: String,
    /// For a share.
    percent: Option<String>,
    /// For `valid_months`.
    months: Option<i64>,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    /// What it stands in.
    document: String,
}

async fn set(asked: Asked<ThresholdBody>) -> Result<(StatusCode, Json<MadeView>), Problem> {
    let ThresholdBody { area, criterion, percent, months, from_on, document } = asked.form;
    let area: Place = resolve_place(Gazetteer::embedded(), &area)?;
    let rate = |said: String| {
        let digits = said.trim().trim_end_matches('%').trim().replace(',', ".");
        Rate::parse_percent(&digits).ok_or(TargetRefusal::Number("percent"))
    };
    let percent = percent.map(rate).transpose()?;
    let order = SetThreshold { area, criterion, percent, months, from_on, document };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(MadeView { id })))
}
