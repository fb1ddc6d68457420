//! Leads and tasks: who may enrol, and what is left to do, by whom, until when.

use super::campaigns::{TAG, area_of, day_and_id, views::place};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Params, Reader},
    problem::Problem,
    wire::PageView,
};
use access::{Office, carry_out};
use axum::{Json, http::StatusCode};
use outreach::campaign::{
    Contact,
    lead::{self, AddLead, DropLead, Lead, LeadQuery, LinkLead, NewLead, leads},
    task::{self, ChangeTask, NewTask, Task, TaskCount, TaskQuery, tasks},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{
    Date, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary);
    let command = |path, summary| Route::command(path, TAG, summary);
    let book = book
        .add(
            get("/api/v1/leads", "Leads with their names; that they were read is noted")
                .params::<LeadsParams>()
                .answers_page::<LeadView>("The earliest first."),
            list,
        )
        .add(
            command("/api/v1/leads", "Write a lead down")
                .body::<LeadForm>(json!({
                    "event": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60", "name": "Calon Contoh",
                    "phone": "081234567890", "village": "33.02.15.2006", "occupation": "ojek",
                }))
                .answers::<LeadMadeView>(201, "Name and telephone are sealed."),
            add,
        )
        .add(
            get("/api/v1/leads/{id}/likely", "Who in the register has the lead's telephone")
                .answers_page::<LikelyView>("To be looked at, then linked."),
            likely,
        )
        .add(
            command("/api/v1/leads/{id}/link", "The lead has enrolled as this person")
                .body::<LinkForm>(json!({ "person": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60" }))
                .answers::<LinkedView>(200, "The person's membership."),
            link,
        )
        .add(
            command("/api/v1/leads/{id}/drop", "The lead will not enrol")
                .body::<LeadDropForm>(json!({ "reason": "sudah peserta lewat pemberi kerja" }))
                .answers::<LeadMadeView>(200, "It stays in the list."),
            drop_lead,
        );
    tasks_book(book)
}

fn tasks_book(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, TAG, summary);
    book.add(
        get("/api/v1/tasks", "Tasks, what is due first")
            .params::<TasksParams>()
            .answers_page::<TaskView>("Of one's own areas; `owner=me` is one's own."),
        list_tasks,
    )
    .add(
        get("/api/v1/tasks/counts", "How many are open, overdue and done")
            .params::<TaskCountsParams>()
            .answers_page::<TaskCountView>("By regency and kind."),
        task_counts,
    )
    .add(
        command("/api/v1/tasks", "Write a task down")
            .body::<TaskForm>(json!({
                "kind": "INFORM", "area": "33.10.16.2012", "due_on": "2026-12-05",
                "title": "Menjelaskan program kepada petani dan pedagang",
            }))
            .answers::<TaskMadeView>(201, "Open until somebody says otherwise."),
        add_task,
    )
    .add(
        command("/api/v1/tasks/{id}/change", "Done, open again, somebody else's, another day")
            .body::<TaskChangeForm>(json!({ "done": true, "note": "12 orang dikunjungi" }))
            .answers::<TaskMadeView>(200, "Its state."),
        change_task,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeadsParams {
    /// Of this planned event.
    #[schema(value_type = Option<String>, format = Uuid)]
    event: Option<Uuid>,
    /// Inside this area.
    area: Option<String>,
    /// `open`, `enrolled`, `dropped`.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// A lead.
#[derive(Serialize, ToSchema)]
struct LeadView {
    id: Uuid,
    event: Option<Uuid>,
    name: String,
    phone: Option<String>,
    village: String,
    place: String,
    occupation: Option<String>,
    agent: Uuid,
    note: String,
    #[schema(format = DateTime)]
    made_at: String,
    /// `open`, `enrolled`, `dropped`.
    state: String,
    person: Option<Uuid>,
    membership: Option<Uuid>,
}

impl From<(Lead, Contact)> for LeadView {
    fn from((it, contact): (Lead, Contact)) -> Self {
        Self {
            id: it.id,
            event: it.event,
            name: contact.name,
            phone: contact.phone,
            place: place(&it.village),
            village: it.village,
            occupation: it.occupation,
            agent: it.agent.0,
            note: it.note,
            made_at: it.made_at.to_string(),
            state: it.state,
            person: it.person.map(|id| id.0),
            membership: it.membership.map(|id| id.0),
        }
    }
}

async fn list(
    door: Door,
    Params(params): Params<LeadsParams>,
) -> Result<Json<PageView<LeadView>>, Problem> {
    let read = |text: &str| {
        let (at, id) = text.split_once('~')?;
        Some((at.parse::<Timestamp>().ok()?, id.parse::<Uuid>().ok()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    let after = params.after.as_deref().map(|text| read(text).ok_or_else(wrong)).transpose()?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let within = area_of(params.area.as_deref())?;
    let query = LeadQuery { event: params.event, within, state: params.state, after, limit };
    let mut tx = door.office.db.read().await?;
    let found = leads(&mut tx, &door.office, &query).await?;
    drop(tx);
    let views = found.into_iter().map(LeadView::from).collect();
    let page = PageView::of(views, limit, |view| format!("{}~{}", view.made_at, view.id));
    Ok(Json(door.answer(page).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeadForm {
    #[schema(value_type = Option<String>, format = Uuid)]
    event: Option<Uuid>,
    name: String,
    phone: Option<String>,
    village: String,
    occupation: Option<String>,
    note: Option<String>,
}

/// A lead that was written down, linked or dropped.
#[derive(Serialize, ToSchema)]
struct LeadMadeView {
    id: Uuid,
    /// `open`, `enrolled`, `dropped`.
    state: &'static str,
}

async fn add(asked: Asked<LeadForm>) -> Result<(StatusCode, Json<LeadMadeView>), Problem> {
    let LeadForm { event, name, phone, village, occupation, note } = asked.form;
    let order = AddLead(NewLead { event, name, phone, village, occupation, note });
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(LeadMadeView { id, state: "open" })))
}

/// Somebody in the register with the lead's telephone.
#[derive(Serialize, ToSchema)]
struct LikelyView {
    person: Uuid,
    name: String,
}

async fn likely(door: Door, Named(id): Named<Uuid>) -> Result<Json<PageView<LikelyView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let found = lead::likely(&mut tx, &door.office, id).await?;
    drop(tx);
    for (person, _) in &found {
        door.office.note("read person", "person", Some(person.0), "likely lead");
    }
    let views = found.into_iter().map(|(person, name)| LikelyView { person: person.0, name });
    Ok(Json(door.answer(PageView::whole(views.collect())).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkForm {
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
}

/// The membership a lead became.
#[derive(Serialize, ToSchema)]
struct LinkedView {
    id: Uuid,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
}

async fn link(
    Named(lead): Named<Uuid>,
    asked: Asked<LinkForm>,
) -> Result<Json<LinkedView>, Problem> {
    let order = LinkLead { lead, person: asked.form.person };
    let membership = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(LinkedView { id: lead, membership }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeadDropForm {
    /// Why, in 3 to 300 characters; kept.
    reason: String,
}

async fn drop_lead(
    Named(lead): Named<Uuid>,
    asked: Asked<LeadDropForm>,
) -> Result<Json<LeadMadeView>, Problem> {
    let order = DropLead { lead, note: asked.form.reason };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(LeadMadeView { id: lead, state: "dropped" }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TasksParams {
    /// Inside this area.
    area: Option<String>,
    /// `open`, `done`, `cancelled`.
    state: Option<String>,
    kind: Option<String>,
    /// A user's id, or `me`.
    owner: Option<String>,
    /// After this event.
    #[schema(value_type = Option<String>, format = Uuid)]
    event: Option<Uuid>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

/// A task.
#[derive(Serialize, ToSchema)]
struct TaskView {
    id: Uuid,
    kind: String,
    area: String,
    place: String,
    event: Option<Uuid>,
    lead: Option<Uuid>,
    owner: Uuid,
    owner_name: Option<String>,
    title: String,
    #[schema(format = Date)]
    due_on: String,
    /// `open`, `done`, `cancelled`.
    state: String,
    /// Open and due before today.
    overdue: bool,
    note: String,
    #[schema(format = DateTime)]
    done_at: Option<String>,
}

impl TaskView {
    fn of(office: &Office, it: Task) -> Self {
        Self {
            id: it.id,
            kind: it.kind,
            place: place(&it.area),
            area: it.area,
            event: it.event,
            lead: it.lead,
            owner: it.owner.0,
            owner_name: it.owner_name,
            title: it.title,
            overdue: it.state == "open" && it.due_on < office.outside.today(),
            due_on: it.due_on.to_string(),
            state: it.state,
            note: it.note,
            done_at: it.done_at.map(|at| at.to_string()),
        }
    }
}

async fn list_tasks(
    reader: Reader,
    Params(params): Params<TasksParams>,
) -> Result<Json<PageView<TaskView>>, Problem> {
    let office = &reader.office;
    let owner = match params.owner.as_deref() {
        None => None,
        Some("me") => Some(office.actor),
        Some(id) => {
            Some(id.parse().map(UserId).map_err(|_| Problem::plain("bad-address").field("owner"))?)
        }
    };
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let query = TaskQuery {
        within: area_of(params.area.as_deref())?,
        state: params.state,
        kind: params.kind,
        owner,
        event: params.event,
        after: day_and_id(params.after.as_deref())?,
        limit,
    };
    let mut tx = office.db.read().await?;
    let found = tasks(&mut tx, office, &query).await?;
    let views = found.into_iter().map(|it| TaskView::of(office, it)).collect();
    Ok(Json(PageView::of(views, limit, |view| format!("{}~{}", view.due_on, view.id))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskCountsParams {
    /// Inside this area.
    area: Option<String>,
}

/// How many tasks of a kind a regency has.
#[derive(Serialize, ToSchema)]
struct TaskCountView {
    regency: String,
    place: String,
    kind: String,
    open: i64,
    overdue: i64,
    done: i64,
}

impl From<TaskCount> for TaskCountView {
    fn from(it: TaskCount) -> Self {
        let TaskCount { regency, kind, open, overdue, done } = it;
        Self { place: place(&regency), regency, kind, open, overdue, done }
    }
}

async fn task_counts(
    reader: Reader,
    Params(params): Params<TaskCountsParams>,
) -> Result<Json<PageView<TaskCountView>>, Problem> {
    let within = area_of(params.area.as_deref())?;
    let mut tx = reader.office.db.read().await?;
    let found = task::counts(&mut tx, &reader.office, within.as_ref()).await?;
    Ok(Json(PageView::whole(found.into_iter().map(Into::into).collect())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskForm {
    /// `INFORM`, `VISIT`, `THANKS_24H`, `DAY_7`, `DAY_30`, `DAY_60`.
    kind: String,
    area: String,
    #[schema(value_type = Option<String>, format = Uuid)]
    event: Option<Uuid>,
    #[schema(value_type = Option<String>, format = Uuid)]
    lead: Option<Uuid>,
    /// One's own when absent.
    #[schema(value_type = Option<String>, format = Uuid)]
    owner: Option<UserId>,
    title: String,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
}

/// A task that was written down or changed.
#[derive(Serialize, ToSchema)]
struct TaskMadeView {
    id: Uuid,
    state: String,
}

async fn add_task(asked: Asked<TaskForm>) -> Result<(StatusCode, Json<TaskMadeView>), Problem> {
    let TaskForm { kind, area, event, lead, owner, title, due_on } = asked.form;
    let order = NewTask { kind, area, event, lead, owner, title, due_on };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(TaskMadeView { id, state: "open".into() })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskChangeForm {
    /// Done, or (`false`) open again.
    done: Option<bool>,
    /// Whose from now on.
    #[schema(value_type = Option<String>, format = Uuid)]
    owner: Option<UserId>,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// What came of it.
    note: Option<String>,
}

async fn change_task(
    Named(task): Named<Uuid>,
    asked: Asked<TaskChangeForm>,
) -> Result<Json<TaskMadeView>, Problem> {
    let TaskChangeForm { done, owner, due_on, note } = asked.form;
    let order = ChangeTask { task, done, owner, due_on, note };
    let state = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(TaskMadeView { id: task, state }))
}
