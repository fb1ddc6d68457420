//! Planned events: written down, changed, held, closed with counts or “not recorded”.

mod invitation;
pub(super) mod views;

use super::campaigns::{TAG, area_of, day_and_id};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Params, Reader},
    problem::Problem,
    wire::{PageParams, PageView},
};
use access::{Office, carry_out};
use axum::{Json, http::StatusCode};
use outreach::campaign::{
    close::{self, CloseEvent, PresentForm, ReopenEvent, reports_of, suggested},
    enrolled::enrolled_here,
    plan::{
        Between, CancelEvent, ChangeEvent, EventForm, EventQuery, PartnerForm, PlanEvent, plans,
        sheet,
    },
    presence::{CheckedIn, NumberInvitations, PollAnswers, Record, RecordPresence, people, polled},
    session::{AttachEvent, sessions_of},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use terms::{Date, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{EnrolledHereView, OpeningView, PlannedOpenedView, PlannedView, PolledView};

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, TAG, summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, TAG, summary);
    let opened = "With reports, presence and the poll.";
    let book = book
        .add(
            get("/api/v1/events", "Planned events, the first day first")
                .params::<EventsParams>()
                .answers_page::<PlannedView>("Of one's own areas."),
            list,
        )
        .add(
            command("/api/v1/seasons/{id}/events", "Plan an event")
                .body::<PlannedForm>(example())
                .answers::<PlannedOpenedView>(201, "Its id is the one phones open."),
            plan,
        )
        .add(
            get("/api/v1/events/{id}", "One planned event")
                .answers::<PlannedOpenedView>(200, opened),
            show,
        )
        .add(
            Route::get(
                "/api/v1/events/{id}/enrolled",
                TAG,
                "Who was enrolled there; that they were read is noted",
            )
            .params::<PageParams>()
            .answers_page::<EnrolledHereView>("The earliest first."),
            enrolled,
        )
        .add(
            command(
                "/api/v1/events/{id}/change",
                "Change a planned event; what is left out is emptied",
            )
            .body::<ChangeForm>(json!({ "version": 1, "event": example() }))
            .answers::<PlannedOpenedView>(200, opened),
            change,
        )
        .add(
            command("/api/v1/events/{id}/cancel", "Call a planned event off")
                .body::<EventReasonForm>(json!({ "reason": "balai desa dipakai acara lain" }))
                .answers::<PlannedOpenedView>(200, opened),
            cancel,
        );
    let book = closing(book);
    invitation::write(presence(book))
}

fn closing(book: Book) -> Book {
    let command = |path, summary| Route::command(path, TAG, summary);
    let opened = "With every version; the last holds.";
    book.add(
        command("/api/v1/events/{id}/close", "Close an event, or correct how it was closed")
            .body::<CloseForm>(json!({
                "people": 84, "leads": 31, "enrolled": 26, "cost": 1_250_000,
                "partners": [
                    { "role": "VILLAGE_OFFICIAL", "present": true },
                    { "role": "ARMY_LIAISON", "present": false },
                ],
                "not_recorded": [],
            }))
            .answers::<PlannedOpenedView>(200, opened),
        close_event,
    )
    .add(
        command("/api/v1/events/{id}/reopen", "Open a closed event again; both are kept")
            .body::<EventReasonForm>(json!({ "reason": "daftar hadir kedua ditemukan" }))
            .answers::<PlannedOpenedView>(200, opened),
        reopen,
    )
    .add(
        command("/api/v1/events/{id}/attach", "A phone's event is this planned one")
            .body::<AttachForm>(json!({ "opened": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60" }))
            .answers::<PlannedOpenedView>(200, "With what phones opened for it."),
        attach,
    )
}

fn presence(book: Book) -> Book {
    let command = |path, summary| Route::command(path, TAG, summary);
    book.add(
        command("/api/v1/events/{id}/tally", "How many came without being scanned, on paper")
            .body::<TallyForm>(json!({ "n": 58 }))
            .answers::<PlannedOpenedView>(200, "The last one from the office holds."),
        tally,
    )
    .add(
        command("/api/v1/events/{id}/check-in", "Somebody was scanned: a card or an invitation")
            .body::<CheckInForm>(json!({ "scanned": "LDI1.0190f3a27c1e7b2a9a550f3c1d2e4b60.12.…" }))
            .answers::<CheckedInView>(200, "Counted once, however often it is scanned."),
        check_in,
    )
    .add(
        command("/api/v1/events/{id}/poll", "How many knew, before or after")
            .body::<PollForm>(json!({ "answers": [
                { "phase": "before", "question": "KNOWS_WORK_ACCIDENT", "yes": 12, "no": 40 },
                { "phase": "after", "question": "KNOWS_WORK_ACCIDENT", "yes": 45, "no": 7 },
            ] }))
            .answers::<PlannedOpenedView>(200, "The last one from the office holds."),
        poll,
    )
}

fn example() -> Value {
    json!({
        "name": "KKBC Cilongok", "area": "33.02.17", "on": "Jumat (11/8)",
        "published_on": "2023-08-13", "starts": "08:00", "ends": "11:00",
        "venue": "Pendopo Kecamatan Cilongok", "channel": "HALL_EVENT",
        "activities": ["OUTREACH_TALK", "MASS_EXERCISE"], "groups": ["bpd"],
        "occupations": ["petani-padi"],
        "partners": [{ "role": "VILLAGE_OFFICIAL" }, { "role": "ARMY_LIAISON" }],
        "material": "leaflet dan contoh kartu", "cost_planned": 1_500_000, "team": "Tim 1",
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventsParams {
    #[schema(value_type = Option<String>, format = Uuid)]
    season: Option<Uuid>,
    /// Inside this area.
    area: Option<String>,
    /// `planned`, `closed`, `cancelled`.
    state: Option<String>,
    /// Whose name, venue or place holds this.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

async fn list(
    reader: Reader,
    Params(params): Params<EventsParams>,
) -> Result<Json<PageView<PlannedView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let query = EventQuery {
        season: params.season,
        within: area_of(params.area.as_deref())?,
        state: params.state,
        words: params.q,
        after: day_and_id(params.after.as_deref())?,
        limit,
    };
    let mut tx = reader.office.db.read().await?;
    let found = plans(&mut tx, &reader.office, &query).await?;
    let views = found.into_iter().map(PlannedView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| format!("{}~{}", view.sort_on, view.id))))
}

/// A planned event, as it is written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlannedForm {
    name: String,
    /// A district or a village; a regency where nobody knows better.
    area: String,
    rt: Option<String>,
    rw: Option<String>,
    /// `2023-08-11`, or as a report writes it: `Jumat (11/8)`.
    on: Option<String>,
    /// The day the report came out, where `on` has no year.
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<Date>,
    /// The day of the week, if it was said apart.
    weekday: Option<String>,
    /// Days between which it is, while nobody knows better.
    between: Option<BetweenForm>,
    /// `19:00`.
    starts: Option<String>,
    ends: Option<String>,
    /// Where exactly; an event cannot be planned without it.
    venue: String,
    /// `HALL_EVENT` (unless told) or `OUTREACH_VISIT`.
    channel: Option<String>,
    /// `national` or `branch` where it opens a campaign.
    launch: Option<String>,
    #[serde(default)]
    activities: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    occupations: Vec<String>,
    #[serde(default)]
    partners: Vec<PartnerPlannedForm>,
    #[schema(value_type = Option<String>, format = Uuid)]
    agreement: Option<Uuid>,
    material: Option<String>,
    /// In rupiah.
    cost_planned: Option<i64>,
    team: Option<String>,
    /// Who follows it up; whoever plans it when absent.
    #[schema(value_type = Option<String>, format = Uuid)]
    owner: Option<UserId>,
    /// Who attests the work of those who enrol there.
    attestation: Option<String>,
    /// Where this was read.
    source: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BetweenForm {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// `Sabtu`.
    weekday: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartnerPlannedForm {
    role: String,
    /// Was asked to come; yes unless told.
    invited: Option<bool>,
    note: Option<String>,
}

impl From<PlannedForm> for EventForm {
    fn from(form: PlannedForm) -> Self {
        let between =
            form.between.map(|it| Between { from: it.from, to: it.to, weekday: it.weekday });
        let partner = |it: PartnerPlannedForm| PartnerForm {
            role: it.role,
            invited: it.invited.unwrap_or(true),
            note: it.note,
        };
        Self {
            name: form.name,
            area: form.area,
            rt: form.rt,
            rw: form.rw,
            on: form.on,
            published_on: form.published_on,
            weekday: form.weekday,
            between,
            starts: form.starts,
            ends: form.ends,
            venue: form.venue,
            channel: form.channel,
            launch: form.launch,
            activities: form.activities,
            groups: form.groups,
            occupations: form.occupations,
            partners: form.partners.into_iter().map(partner).collect(),
            agreement: form.agreement,
            material: form.material,
            cost_planned: form.cost_planned,
            team: form.team,
            owner: form.owner,
            attestation: form.attestation,
            source: form.source,
        }
    }
}

async fn opened(office: &Office, id: Uuid) -> Result<PlannedOpenedView, Problem> {
    let mut tx = office.db.read().await?;
    let found = sheet(&mut tx, office, id).await?;
    let suggested = suggested(&mut tx, office, &found.plan).await?;
    let reports = reports_of(&mut tx, vec![id]).await?;
    let people = people(&mut tx, id).await?;
    let asked = polled(&mut tx, id).await?;
    let sessions = sessions_of(&mut tx, id).await?;
    Ok(PlannedOpenedView {
        event: found.into(),
        people: people.into(),
        poll: PolledView::all(&asked),
        suggested: suggested.into(),
        reports: reports.into_iter().map(Into::into).collect(),
        openings: sessions.into_iter().map(|(event, how)| OpeningView { event, how }).collect(),
    })
}

async fn show(reader: Reader, Named(id): Named<Uuid>) -> Result<Json<PlannedOpenedView>, Problem> {
    Ok(Json(opened(&reader.office, id).await?))
}

async fn enrolled(
    door: Door,
    Named(id): Named<Uuid>,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<EnrolledHereView>>, Problem> {
    let read = |text: &str| {
        let (at, id) = text.split_once('~')?;
        Some((at.parse::<Timestamp>().ok()?, id.parse::<Uuid>().ok()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    let after = page.after.as_deref().map(|text| read(text).ok_or_else(wrong)).transpose()?;
    let mut tx = door.office.db.read().await?;
    let found = enrolled_here(&mut tx, &door.office, id, after, page.limit()).await?;
    drop(tx);
    let views = EnrolledHereView::all(found, &door.office)?;
    let page = PageView::of(views, page.limit(), EnrolledHereView::place_in_order);
    door.answer(Json(page)).await
}

async fn plan(
    Named(season): Named<Uuid>,
    asked: Asked<PlannedForm>,
) -> Result<(StatusCode, Json<PlannedOpenedView>), Problem> {
    let office = &asked.door.office;
    let order = PlanEvent { season, form: asked.form.into() };
    let id = carry_out(office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(opened(office, id).await?)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeForm {
    /// The version that was looked at.
    version: i64,
    /// The whole event as it is now.
    event: PlannedForm,
}

async fn change(
    Named(event): Named<Uuid>,
    asked: Asked<ChangeForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let ChangeForm { version, event: form } = asked.form;
    let order = ChangeEvent { event, version, form: form.into() };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventReasonForm {
    /// Why, in 3 to 300 characters; kept.
    reason: String,
}

async fn cancel(
    Named(event): Named<Uuid>,
    asked: Asked<EventReasonForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let order = CancelEvent { event, reason: asked.form.reason };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CloseForm {
    /// How many came.
    people: Option<i64>,
    leads: Option<i64>,
    enrolled: Option<i64>,
    /// Spent, in rupiah.
    cost: Option<i64>,
    /// Which partners came.
    partners: Option<Vec<PresentPartnerForm>>,
    /// What nobody wrote down: `people`, `leads`, `enrolled`, `cost`, `partners`.
    #[serde(default)]
    not_recorded: Vec<String>,
    /// Why more people came than live there.
    explanation: Option<String>,
    /// Why an earlier close is corrected.
    reason: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PresentPartnerForm {
    role: String,
    present: bool,
}

async fn close_event(
    Named(event): Named<Uuid>,
    asked: Asked<CloseForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let form = asked.form;
    let present = |it: PresentPartnerForm| PresentForm { role: it.role, present: it.present };
    let order: CloseEvent = close::CloseEvent {
        event,
        people: form.people,
        leads: form.leads,
        enrolled: form.enrolled,
        cost: form.cost,
        partners: form.partners.map(|all| all.into_iter().map(present).collect()),
        not_recorded: form.not_recorded,
        explanation: form.explanation,
        reason: form.reason,
    };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

async fn reopen(
    Named(event): Named<Uuid>,
    asked: Asked<EventReasonForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let order = ReopenEvent { event, reason: asked.form.reason };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttachForm {
    /// What the phone opened.
    #[schema(value_type = String, format = Uuid)]
    opened: Uuid,
}

async fn attach(
    Named(plan): Named<Uuid>,
    asked: Asked<AttachForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let order = AttachEvent { plan, opened: asked.form.opened };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, plan).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TallyForm {
    /// How many, without those who were scanned.
    n: i64,
}

async fn tally(
    Named(event): Named<Uuid>,
    asked: Asked<TallyForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let order = RecordPresence { event, record: Record::Tally(asked.form.n) };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckInForm {
    /// What the QR says.
    scanned: String,
}

/// What a scan led to.
#[derive(Serialize, ToSchema)]
struct CheckedInView {
    #[schema(value_type = Option<String>, format = Uuid)]
    person: Option<terms::ids::PersonId>,
    invitation: Option<i64>,
    /// Was scanned at this event before; counted once.
    again: bool,
}

async fn check_in(
    Named(event): Named<Uuid>,
    asked: Asked<CheckInForm>,
) -> Result<Json<CheckedInView>, Problem> {
    let order = RecordPresence { event, record: Record::CheckIn(asked.form.scanned) };
    let done = carry_out(&asked.door.office, &asked.header, &order).await?;
    let nobody = || CheckedIn { person: None, invitation: None, again: false };
    let CheckedIn { person, invitation, again } = done.unwrap_or_else(nobody);
    Ok(Json(CheckedInView { person, invitation, again }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PollForm {
    answers: Vec<AnswersForm>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswersForm {
    /// `before` or `after`.
    phase: String,
    question: String,
    /// How many knew.
    yes: i64,
    /// How many did not.
    no: i64,
}

async fn poll(
    Named(event): Named<Uuid>,
    asked: Asked<PollForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    let answers = asked.form.answers.into_iter().map(|it| PollAnswers {
        phase: it.phase,
        question: it.question,
        yes: it.yes,
        no: it.no,
    });
    let order = RecordPresence { event, record: Record::Poll(answers.collect()) };
    carry_out(office, &asked.header, &order).await?;
    Ok(Json(opened(office, event).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NumberForm {
    /// How many more, 1 to 2,000.
    n: i64,
}

async fn number(
    Named(event): Named<Uuid>,
    asked: Asked<NumberForm>,
) -> Result<Json<PlannedOpenedView>, Problem> {
    let office = &asked.door.office;
    carry_out(office, &asked.header, &NumberInvitations { event, n: asked.form.n }).await?;
    Ok(Json(opened(office, event).await?))
}
