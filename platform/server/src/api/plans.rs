//! Where next: plans of visits, made, changed one wish at a time, shown with their reasons, exported.

mod forms;
mod sheet;
mod views;

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    office::Server,
    plannings::{Job, Stage},
    problem::Problem,
    wire::PageView,
};
use access::carry_out;
use axum::{Json, extract::State, http::StatusCode};
use forms::{DropForm, MoveForm, PinForm, PlanForm, ReplanForm, UnpinForm};
use planning::keep::{self, KeepPlan, Wish, may_plan, plan, plans};
use serde::Deserialize;
use serde_json::json;
use std::{sync::Arc, time::Duration};
use terms::{AreaCode, Timestamp};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{PlanSummaryView, PlanView};

/// An answer comes at once when the plan is small; otherwise the asker asks again.
const PATIENCE: Duration = Duration::from_secs(8);

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "planning", summary);
    let command = |path, summary| Route::command(path, "planning", summary);
    let (done, later) = (
        "The new version, with `price`: value before and after, and which visits changed.",
        "Still being computed; ask for the plan again.",
    );
    let wish = |path, summary| {
        command(path, summary).answers::<PlanView>(200, done).answers::<PlanView>(202, later)
    };
    let (village, on) = ("33.02.15.2006", "2026-11-25");
    let book = book
        .add(
            command(
                "/api/v1/plans",
                "Plan a season: which team, which village, which day, and why",
            )
            .body::<PlanForm>(forms::example())
            .answers::<PlanView>(201, "Every visit with its reason in stored numbers.")
            .answers::<PlanView>(202, later),
            make_plan,
        )
        .add(
            get("/api/v1/plans", "Plans, the newest first")
                .params::<PlansParams>()
                .answers_page::<PlanSummaryView>("Of where one plans or reads figures."),
            list,
        )
        .add(
            get("/api/v1/plans/{id}", "A plan in its newest version, or how far it is")
                .answers::<PlanView>(200, "`state` is `computing` or `done`."),
            one,
        )
        .add(
            wish("/api/v1/plans/{id}/pin", "Promise a visit, and plan around it").body::<PinForm>(
                json!({ "version": 1, "village": village, "on": on, "team": "Tim 2" }),
            ),
            pin,
        )
        .add(
            wish("/api/v1/plans/{id}/unpin", "Let a promise go, and plan around it")
                .body::<UnpinForm>(json!({ "version": 2, "village": village, "on": on })),
            unpin,
        );
    let book = book
        .add(
            wish("/api/v1/plans/{id}/drop", "Leave a village out, and plan around it")
                .body::<DropForm>(json!({ "version": 1, "village": village })),
            drop_village,
        )
        .add(
            wish("/api/v1/plans/{id}/move", "Move a visit to another day or team")
                .body::<MoveForm>(json!({
                    "version": 1, "village": village, "on": on, "to": "2026-11-26",
                    "team": "Tim 1",
                })),
            move_visit,
        )
        .add(
            wish("/api/v1/plans/{id}/replan", "Plan anew from what is known now; promises stay")
                .body::<ReplanForm>(json!({ "version": 1 })),
            replan,
        );
    sheet::write(book)
}

/// A place in an order by time and id: `time~id`.
fn place(text: Option<&str>) -> Result<Option<(Timestamp, Uuid)>, Problem> {
    let read = |text: &str| {
        let (at, id) = text.split_once('~')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    text.map(|text| read(text).ok_or_else(wrong)).transpose()
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlansParams {
    /// Only plans of this area and what lies in it.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

async fn list(
    door: Door,
    Params(params): Params<PlansParams>,
) -> Result<Json<PageView<PlanSummaryView>>, Problem> {
    let from = place(params.after.as_deref())?;
    let limit = params.limit.unwrap_or(50).clamp(1, 500);
    let mut tx = door.office.db.read().await?;
    let found = plans(&mut tx, &door.office, params.area.as_ref(), from, limit).await?;
    let views: Vec<PlanSummaryView> = found.into_iter().map(Into::into).collect();
    Ok(Json(PageView::of(views, limit, |it| format!("{}~{}", it.created_at, it.id))))
}

async fn one(
    door: Door,
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
) -> Result<Json<PlanView>, Problem> {
    let watched = server.plannings.watched(id, door.office.actor);
    let stage = watched.map(|it| it.stage.borrow().clone());
    match stage {
        Some(Stage::Computing(percent)) => Ok(Json(PlanView::computing(id, percent))),
        // A wish that was refused leaves the plan as it is; a plan that was refused is none.
        Some(Stage::Refused(problem)) => match shown(&door, id).await {
            Ok(view) => Ok(Json(view)),
            Err(_) => Err(*problem),
        },
        _ => Ok(Json(shown(&door, id).await?)),
    }
}

async fn shown(door: &Door, id: Uuid) -> Result<PlanView, Problem> {
    let mut tx = door.office.db.read().await?;
    Ok(plan(&mut tx, &door.office, id).await?.into())
}

/// A plan whose answer did not wait: done, or still being computed.
type Answered = (StatusCode, Json<PlanView>);

async fn make_plan(
    State(server): State<Arc<Server>>,
    asked: Asked<PlanForm>,
) -> Result<Answered, Problem> {
    let Asked { door, header, form } = asked;
    let order = form.order()?;
    // Before a core is taken by somebody who may not plan there, or by what cannot be planned.
    may_plan(&door.office, &order)?;
    order.check()?;
    let id = header.id.0;
    if known(&door, id).await? {
        let again = KeepPlan { plan: id, after: 0, kind: "made", order, answer: None };
        carry_out(&door.office, &header, &again).await?;
        return Ok((StatusCode::CREATED, Json(shown(&door, id).await?)));
    }
    let job = Job { plan: id, header, order, about: None };
    computed(&server, door, job, StatusCode::CREATED).await
}

/// Whether a command made a version already.
async fn known(door: &Door, command: Uuid) -> Result<bool, Problem> {
    let mut tx = door.office.db.read().await?;
    Ok(keep::made_by(&mut tx, command).await?.is_some())
}

async fn computed(
    server: &Arc<Server>,
    door: Door,
    job: Job,
    done: StatusCode,
) -> Result<Answered, Problem> {
    let (id, reader) = (job.plan, door.office.grants().to_vec());
    let office = door.office;
    let outside = office.outside.clone();
    let (db, keys, actor) = (office.db.clone(), Arc::clone(&office.keys), office.actor);
    let mut watched = server.plannings.begin(server, office, job)?;
    let ended = |stage: &Stage| !matches!(stage, Stage::Computing(_));
    let _ = tokio::time::timeout(PATIENCE, watched.stage.wait_for(ended)).await;
    let stage = watched.stage.borrow().clone();
    match stage {
        Stage::Computing(percent) => {
            Ok((StatusCode::ACCEPTED, Json(PlanView::computing(id, percent))))
        }
        Stage::Refused(problem) => Err(*problem),
        Stage::Done => {
            let office = access::Office::new(db, outside, keys, actor, reader);
            let mut tx = office.db.read().await?;
            Ok((done, Json(plan(&mut tx, &office, id).await?.into())))
        }
    }
}

/// Changes a plan as wished, if it is still at the version the wish is about.
async fn wished(
    server: &Arc<Server>,
    asked: (Door, access::CommandHeader),
    id: Uuid,
    version: i64,
    wish: Wish,
) -> Result<Answered, Problem> {
    let (door, header) = asked;
    let now = {
        let mut tx = door.office.db.read().await?;
        plan(&mut tx, &door.office, id).await?
    };
    may_plan(&door.office, &now.order)?;
    if known(&door, header.id.0).await? {
        let (after, kind) = (version, wish.kind());
        let again = KeepPlan { plan: id, after, kind, order: now.order, answer: None };
        carry_out(&door.office, &header, &again).await?;
        return Ok((StatusCode::OK, Json(shown(&door, id).await?)));
    }
    if now.kept.n != version {
        return Err(planning::PlanRefusal::Stale(now.kept.n).into());
    }
    let order = wish.applied(&now.order, &now.answer)?;
    let about = Some((wish, version, Box::new(now.answer)));
    let job = Job { plan: id, header, order, about };
    computed(server, door, job, StatusCode::OK).await
}

async fn pin(
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<PinForm>,
) -> Result<Answered, Problem> {
    let (version, wish) = asked.form.wish();
    wished(&server, (asked.door, asked.header), id, version, wish).await
}

async fn unpin(
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<UnpinForm>,
) -> Result<Answered, Problem> {
    let (version, wish) = asked.form.wish();
    wished(&server, (asked.door, asked.header), id, version, wish).await
}

async fn drop_village(
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<DropForm>,
) -> Result<Answered, Problem> {
    let (version, wish) = asked.form.wish();
    wished(&server, (asked.door, asked.header), id, version, wish).await
}

async fn move_visit(
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<MoveForm>,
) -> Result<Answered, Problem> {
    let (version, wish) = asked.form.wish();
    wished(&server, (asked.door, asked.header), id, version, wish).await
}

async fn replan(
    State(server): State<Arc<Server>>,
    Named(id): Named<Uuid>,
    asked: Asked<ReplanForm>,
) -> Result<Answered, Problem> {
    let version = asked.form.version;
    wished(&server, (asked.door, asked.header), id, version, Wish::Replan).await
}
