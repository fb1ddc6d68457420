//! Plans that are kept: made, changed one wish at a time, read again with every reason.
//!
//! Computing takes seconds and happens outside of any transaction; what is written is the finished
//! version. A version that somebody else made meanwhile is never overwritten.

use crate::{
    PlanRefusal, Said,
    season::{
        answer::{Answer, Price, Visit},
        facts::{Facts, facts},
        make::make,
        order::{Ban, Order, Promise},
    },
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Json, Tx, Uuid, row};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Date, Timestamp, ids::UserId};

row! {
    /// A plan without its content.
    pub struct Kept {
        /// Its id.
        pub id: Uuid,
        /// The first of its areas.
        pub area: AreaCode,
        /// What it is called.
        pub name: String,
        /// The first day.
        pub from_on: Date,
        /// The last day.
        pub to_on: Date,
        /// The newest version.
        pub n: i64,
        /// Its value in paid months.
        pub value: i64,
        /// When it was made.
        pub created_at: Timestamp,
        /// By whom.
        pub created_by: UserId,
    }
}

row! {
    /// What was done to a plan.
    pub struct Change {
        /// The version it made.
        pub n: i64,
        /// `made`, `pinned`, `unpinned`, `dropped`, `moved`, `replanned`.
        pub kind: String,
        /// The value then.
        pub value: i64,
        /// When.
        pub made_at: Timestamp,
        /// By whom.
        pub made_by: UserId,
    }
}

/// A plan with its content.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Without its content.
    pub kept: Kept,
    /// What was asked.
    pub order: Order,
    /// What was answered.
    pub answer: Answer,
    /// What was done to it, the last first.
    pub changes: Vec<Change>,
}

/// Whether the actor may plan in all areas of an order.
pub fn may_plan(office: &Office, order: &Order) -> Result<(), PlanRefusal> {
    for area in &order.areas {
        office.allow(Duty::PlanOutreach, area)?;
    }
    if order.areas.is_empty() {
        office.allow_everywhere(Duty::PlanOutreach)?;
    }
    Ok(())
}

fn may_read(office: &Office, order: &Order) -> bool {
    let may = |duty| order.areas.iter().all(|area| office.allow(duty, area).is_ok());
    may(Duty::PlanOutreach) || may(Duty::ReadFigures)
}

fn content<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, DbError> {
    serde_json::from_value(json)
        .map_err(|e| DbError::Broken { statement: "visit_plan_version", reason: e.to_string() })
}

/// A plan in its newest version, for who plans there or reads figures of it.
pub async fn plan(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Plan, PlanRefusal> {
    let kept: Kept = tx.first(&sql::PLAN, (id,)).await?.ok_or(PlanRefusal::NoPlan)?;
    let (asked, answer) =
        tx.first(&sql::PLAN_VERSION, (id, kept.n)).await?.ok_or(PlanRefusal::NoPlan)?;
    let order: Order = content(asked)?;
    if !may_read(office, &order) {
        return Err(PlanRefusal::NoPlan);
    }
    let changes = tx.all(&sql::CHANGES, (id,)).await?;
    Ok(Plan { kept, order, answer: content(answer)?, changes })
}

/// Plans of where the actor plans or reads figures, the newest first, after a place.
pub async fn plans(
    tx: &mut Tx,
    office: &Office,
    within: Option<&AreaCode>,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Kept>, DbError> {
    let mut areas: Vec<String> = Vec::new();
    for duty in [Duty::PlanOutreach, Duty::ReadFigures] {
        match office.areas_for(duty) {
            None => areas.push(String::new()),
            Some(own) => areas.extend(own.iter().map(ToString::to_string)),
        }
    }
    if let Some(within) = within {
        areas = areas.into_iter().filter_map(|own| narrowed(&own, within)).collect();
    }
    let (at, id) = after.unwrap_or((Timestamp::MAX, Uuid::max()));
    tx.all(&sql::PLANS, (areas, at, id, limit.clamp(1, 500))).await
}

/// What of an area lies where the actor may look.
fn narrowed(own: &str, within: &AreaCode) -> Option<String> {
    match own.parse::<AreaCode>() {
        Err(_) => Some(within.to_string()),
        Ok(own) if own.contains(within) => Some(within.to_string()),
        Ok(own) => within.contains(&own).then(|| own.to_string()),
    }
}

/// The plan and version a command made, if it made one.
pub async fn made_by(tx: &mut Tx, command: Uuid) -> Result<Option<(Uuid, i64)>, DbError> {
    tx.first(&sql::VERSION_OF_COMMAND, (command,)).await
}

/// Reads what a plan rests on; the order is looked through first.
pub async fn read_facts(tx: &mut Tx, office: &Office, order: &Order) -> Result<Facts, PlanRefusal> {
    may_plan(office, order)?;
    order.check()?;
    facts(tx, office, order).await
}

/// A wish about a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// A visit is promised, where it is planned or elsewhere.
    Pin(Promise),
    /// A promise is let go.
    Unpin {
        /// The village.
        village: AreaCode,
        /// The day.
        on: Date,
    },
    /// A village is not visited, on a day or at all.
    Drop(Ban),
    /// A visit moves to another day or team, and is promised there.
    Move {
        /// The village.
        village: AreaCode,
        /// The day it is planned for.
        on: Date,
        /// The day it is to be.
        to: Date,
        /// The team that is to go; any when absent.
        team: Option<String>,
    },
    /// Everything is planned anew from what is known now; promises stay.
    Replan,
}

impl Wish {
    /// The stored word.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Pin(_) => "pinned",
            Self::Unpin { .. } => "unpinned",
            Self::Drop(_) => "dropped",
            Self::Move { .. } => "moved",
            Self::Replan => "replanned",
        }
    }

    /// The order as it is with the wish.
    pub fn applied(&self, order: &Order, answer: &Answer) -> Result<Order, PlanRefusal> {
        let mut order = order.clone();
        match self {
            Self::Pin(promise) => {
                order.pins.retain(|it| it.village != promise.village || it.on != promise.on);
                let same = |it: &Ban| {
                    it.village == promise.village && it.on.is_none_or(|on| on == promise.on)
                };
                order.bans.retain(|it| !same(it));
                order.pins.push(promise.clone());
            }
            Self::Unpin { village, on } => {
                let n = order.pins.len();
                order.pins.retain(|it| it.village != *village || it.on != *on);
                if order.pins.len() == n {
                    return Err(PlanRefusal::NoVisit(village.to_string()));
                }
            }
            Self::Drop(ban) => {
                order
                    .pins
                    .retain(|it| it.village != ban.village || ban.on.is_some_and(|on| it.on != on));
                order.bans.push(ban.clone());
            }
            Self::Move { village, on, to, team } => {
                let is_there = |it: &Visit| it.village == *village && it.on == *on;
                if !answer.visits.iter().any(is_there) {
                    return Err(PlanRefusal::NoVisit(village.to_string()));
                }
                order.pins.retain(|it| it.village != *village || (it.on != *on && it.on != *to));
                let (village, team) = (village.clone(), team.clone());
                if on != to {
                    order.bans.retain(|it| it.village != village || it.on != Some(*to));
                    order.bans.push(Ban { village: village.clone(), on: Some(*on) });
                }
                order.pins.push(Promise { village, on: *to, team });
            }
            Self::Replan => {}
        }
        order.check()?;
        Ok(order)
    }

    fn said(&self) -> Said {
        let name = |code: &AreaCode| {
            registry::Gazetteer::embedded().name(code).unwrap_or(code.as_str()).to_owned()
        };
        match self {
            Self::Pin(it) => {
                let [id, en] = terms::written::day(it.on);
                let name = name(&it.village);
                Said::new(
                    format!("{name} dijanjikan untuk {id}"),
                    format!("{name} promised for {en}"),
                )
            }
            Self::Unpin { village, .. } => {
                let name = name(village);
                Said::new(
                    format!("janji untuk {name} dilepas"),
                    format!("promise to {name} let go"),
                )
            }
            Self::Drop(it) => {
                let name = name(&it.village);
                Said::new(format!("{name} dikeluarkan"), format!("{name} dropped"))
            }
            Self::Move { village, to, .. } => {
                let ([id, en], name) = (terms::written::day(*to), name(village));
                Said::new(format!("{name} dipindah ke {id}"), format!("{name} moved to {en}"))
            }
            Self::Replan => Said::new(
                "dihitung ulang dari keadaan sekarang",
                "planned anew from what is known now",
            ),
        }
    }
}

fn named(it: &Visit) -> String {
    format!("{} {} {}", it.village, it.on, it.team)
}

/// What a change did: value before and after, which visits came and which are gone.
fn price(wish: &Wish, before: &Answer, after: &Answer) -> Price {
    let names = |answer: &Answer| answer.visits.iter().map(named).collect::<Vec<_>>();
    let (old, new) = (names(before), names(after));
    Price {
        said: wish.said(),
        before: before.totals.value,
        after: after.totals.value,
        came: new.iter().filter(|it| !old.contains(it)).cloned().collect(),
        left: old.iter().filter(|it| !new.contains(it)).cloned().collect(),
    }
}

/// Changes a plan as wished; `percent` hears how far it is.
pub fn change(
    wish: &Wish,
    order: &Order,
    before: &Answer,
    facts: &Facts,
    percent: &mut dyn FnMut(u8),
) -> Result<Answer, PlanRefusal> {
    let near = (*wish != Wish::Replan).then_some(before);
    let mut after = make(order, facts, near, percent)?;
    after.price = Some(price(wish, before, &after));
    Ok(after)
}

/// Keeps a version of a plan that was computed: the first, or the one after `after`.
#[derive(Clone, Debug)]
pub struct KeepPlan {
    /// The plan; the first version has the id of its command.
    pub plan: Uuid,
    /// The version it was computed from; 0 for a plan that begins.
    pub after: i64,
    /// What was done.
    pub kind: &'static str,
    /// What was asked.
    pub order: Order,
    /// What was answered; none when this only repeats a command that is done.
    pub answer: Option<Box<Answer>>,
}

impl Command for KeepPlan {
    const NAME: &'static str = "keep visit plan";
    type Answer = (Uuid, i64);
    type Refusal = PlanRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(Uuid, i64), PlanRefusal> {
        may_plan(office, &self.order)?;
        let Some(answer) = &self.answer else { return Err(PlanRefusal::NoPlan) };
        let area = self.order.areas.first().cloned().ok_or(PlanRefusal::NoVillages)?;
        let (now, by) = (office.outside.now, office.actor);
        match tx.first(&sql::PLAN, (self.plan,)).await? {
            None if self.after == 0 => {
                let name = self.order.name.trim().to_owned();
                let days = (self.order.from, self.order.to);
                tx.run(&sql::ADD_PLAN, (self.plan, area, name, days.0, days.1, now, by)).await?;
            }
            None => return Err(PlanRefusal::NoPlan),
            Some(kept) if kept.n != self.after => return Err(PlanRefusal::Stale(kept.n)),
            Some(_) => {}
        }
        let json = |error: serde_json::Error| DbError::Broken {
            statement: "visit_plan_version",
            reason: error.to_string(),
        };
        let asked = serde_json::to_value(&self.order).map_err(json)?;
        let answered = serde_json::to_value(answer).map_err(json)?;
        let (n, value) = (self.after + 1, answer.totals.value);
        let row = (self.plan, n, header.id.0, self.kind, asked, answered, value, now, by);
        tx.run(&sql::ADD_VERSION, row).await?;
        tx.run(&sql::TOUCH_PLAN, (self.plan, n, value)).await?;
        office.note("keep visit plan", "plan", Some(self.plan), format!("version {n}"));
        Ok((self.plan, n))
    }
}
