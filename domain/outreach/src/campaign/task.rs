//! What is left to do: by whom, until when; after an event at 24 hours and on days 7, 30 and 60.

use super::{
    plan::Planned,
    refusal::{CampaignRefusal, conflict, note, text, unknown_word},
    scope, sql,
    words::{TASKS, codes, find},
};
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid, row};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use terms::{AreaCode, AreaLevel, Date, Timestamp, ids::UserId};

row! {
    /// A task.
    pub struct Task {
        /// Its id.
        pub id: Uuid,
        /// What kind.
        pub kind: String,
        /// Where.
        pub area: String,
        /// After this event.
        pub event: Option<Uuid>,
        /// About this lead.
        pub lead: Option<Uuid>,
        /// Whose.
        pub owner: UserId,
        /// The owner's name.
        pub owner_name: Option<String>,
        /// What.
        pub title: String,
        /// Until when.
        pub due_on: Date,
        /// `open`, `done`, `cancelled`.
        pub state: String,
        /// What came of it.
        pub note: String,
        /// When it was done.
        pub done_at: Option<Timestamp>,
    }
}

/// The tasks after an event, and how many days after it.
const AFTER: [(&str, i64); 4] = [("THANKS_24H", 1), ("DAY_7", 7), ("DAY_30", 30), ("DAY_60", 60)];

/// An event that is written down so many days later has nothing left to follow up.
const LATE_DAYS: i64 = 60;

/// Makes the tasks that follow an event; closing it again makes none twice.
pub(crate) async fn after_event(
    tx: &mut Tx,
    office: &Office,
    command: Uuid,
    plan: &Planned,
) -> Result<(), DbError> {
    let (n,) = tx.one(&sql::TASKS_AFTER, (plan.id,)).await?;
    if n > 0 {
        return Ok(());
    }
    let today = office.outside.today();
    let held = plan.on.unwrap_or(plan.sort_on);
    if held.checked_add(LATE_DAYS.days()).is_ok_and(|last| last < today) {
        return Ok(());
    }
    let owner = plan.owner.unwrap_or(office.actor);
    for ((kind, days), n) in AFTER.into_iter().zip(0u64..) {
        let words = find(TASKS, kind).map_or(kind, |word| word.id);
        let id = office.outside.id(command, "task", n);
        let due_on = held.checked_add(days.days()).unwrap_or(held);
        let title = format!("{words}: {}", plan.name);
        let area = plan.area.clone();
        let (now, by) = (office.outside.now, office.actor);
        let row = (id, kind, area, Some(plan.id), None::<Uuid>, owner, title, due_on, now, by);
        tx.run(&sql::ADD_TASK, row).await?;
    }
    Ok(())
}

/// A task to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewTask {
    /// `INFORM`, `VISIT`, or one of those after an event.
    pub kind: String,
    /// Where.
    pub area: String,
    /// After this event.
    pub event: Option<Uuid>,
    /// About this lead.
    pub lead: Option<Uuid>,
    /// Whose; the actor's when absent.
    pub owner: Option<UserId>,
    /// What.
    pub title: String,
    /// Until when.
    pub due_on: Date,
}

const LEVELS: [AreaLevel; 4] =
    [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];

impl Command for NewTask {
    const NAME: &'static str = "new task";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        let _ = scope::looks(office);
        let area = scope::area("area", &self.area, &LEVELS)?.to_string();
        scope::help(office, &area)?;
        let kind = find(TASKS, &self.kind)
            .ok_or_else(|| unknown_word("kind", &self.kind, &codes(TASKS)))?;
        let id = office.outside.id(header.id.0, "task", 0);
        let title = text("title", &self.title, 200)?;
        let owner = self.owner.unwrap_or(office.actor);
        let (now, by) = (office.outside.now, office.actor);
        let row = (id, kind.code, area, self.event, self.lead, owner, title, self.due_on, now, by);
        tx.run(&sql::ADD_TASK, row).await?;
        Ok(id)
    }
}

/// A task is done, open again, given to somebody else, or moved to another day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeTask {
    /// Which.
    pub task: Uuid,
    /// Done (`true`) or open again (`false`).
    pub done: Option<bool>,
    /// Whose from now on.
    pub owner: Option<UserId>,
    /// Until when from now on.
    pub due_on: Option<Date>,
    /// What came of it.
    pub note: Option<String>,
}

impl Command for ChangeTask {
    const NAME: &'static str = "change task";
    type Answer = String;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<String, CampaignRefusal> {
        let _ = scope::looks(office);
        let found: Option<Task> = tx.first(&sql::TASK, (self.task,)).await?;
        let task = found
            .filter(|it| it.owner == office.actor || scope::help(office, &it.area).is_ok())
            .ok_or(CampaignRefusal::NotFound("task"))?;
        if task.state == "cancelled" {
            return Err(conflict(
                "STATE",
                "state",
                "Tugas ini dibatalkan bersama kegiatannya; buat tugas baru bila tetap perlu",
                "this task was cancelled with its event; make a new one if it is still needed",
            ));
        }
        let state = match self.done {
            Some(true) => "done",
            Some(false) => "open",
            None if task.state == "done" => "done",
            None => "open",
        };
        let note = match &self.note {
            Some(said) => note("note", Some(said), 500)?,
            None => task.note,
        };
        let done = (state == "done").then_some((office.outside.now, office.actor));
        let done_at = if task.state == "done" && state == "done" {
            task.done_at
        } else {
            done.map(|(at, _)| at)
        };
        let owner = self.owner.unwrap_or(task.owner);
        let due_on = self.due_on.unwrap_or(task.due_on);
        let row = (state, owner, due_on, note, done_at, done.map(|(_, by)| by), task.id);
        tx.run(&sql::CHANGE_TASK, row).await?;
        office.note("change task", "task", Some(task.id), state);
        Ok(state.to_owned())
    }
}

/// What tasks are asked for.
#[derive(Clone, Debug, Default)]
pub struct TaskQuery {
    /// In this area.
    pub within: Option<AreaCode>,
    /// In this state.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Of this owner.
    pub owner: Option<UserId>,
    /// After this event.
    pub event: Option<Uuid>,
    /// After this place in the list.
    pub after: Option<(Date, Uuid)>,
    /// At most so many.
    pub limit: u32,
}

/// Tasks, what is due first.
pub async fn tasks(tx: &mut Tx, office: &Office, query: &TaskQuery) -> Result<Vec<Task>, DbError> {
    let areas = scope::looks_within(office, query.within.as_ref());
    let (on, id) = query.after.unwrap_or((Date::constant(1, 1, 1), Uuid::nil()));
    let (state, kind) = (query.state.clone(), query.kind.clone());
    let limit = query.limit.clamp(1, 500);
    let row = (areas, state, kind, query.owner, query.event, on, id, limit);
    tx.all(&sql::TASKS, row).await
}

row! {
    /// How many tasks of a kind a regency has.
    pub struct TaskCount {
        /// The regency.
        pub regency: String,
        /// What kind.
        pub kind: String,
        /// Still open.
        pub open: i64,
        /// Open and due before today.
        pub overdue: i64,
        /// Done.
        pub done: i64,
    }
}

/// How many tasks are open, overdue and done, by regency and kind.
pub async fn counts(
    tx: &mut Tx,
    office: &Office,
    within: Option<&AreaCode>,
) -> Result<Vec<TaskCount>, DbError> {
    let areas = scope::looks_within(office, within);
    tx.all(&sql::TASK_COUNTS, (areas, office.outside.today())).await
}
