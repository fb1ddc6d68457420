//! What the departments put into the package: events, reserved codes, custody, fee, portfolio.

use crate::{
    device::Device,
    ground::{ATTEMPTS_MAX, wait_a_little},
    judging::audited,
};
use access::Office;
use db::{DbError, Tx, Uuid};
use jiff::ToSpan as _;
use outreach::{
    OutreachRefusal,
    agent_target::cards_of_agent,
    campaign::{
        plan::{EventQuery, Sheet, clock, plans},
        words::QUESTIONS,
    },
    codes::{book, reserved},
    custody::standing,
    event::{EventSheet, events},
    portfolio::{Forecast, Portfolio, portfolio},
};
use serde_json::{Value, json};
use terms::{AreaCode, Because, Status};

/// The departments' parts, as section 8 of the contract names them.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) events: Value,
    pub(super) codes: Value,
    pub(super) custody: Value,
    pub(super) fee: Value,
    pub(super) portfolio: Value,
    pub(super) targets: Value,
    pub(super) planned: Value,
}

/// Events a phone takes along, the latest first.
const EVENTS_MAX: u32 = 50;

/// The parts for a device and its holder (`office`), for the areas the holder enrols in. Codes and
/// receipt numbers are reserved by asking, so this writes.
pub(super) async fn parts(
    office: &Office,
    device: &Device,
    areas: Option<&[AreaCode]>,
) -> Result<Parts, DbError> {
    let enrols = areas.is_none_or(|areas| !areas.is_empty());
    let numbers = if enrols { numbers(office, device).await? } else { Parts::default() };
    let mut tx = office.db.read().await?;
    let held = or_null(events(&mut tx, office, None, None, EVENTS_MAX).await.map_err(Into::into))?;
    let events = held.unwrap_or_default().iter().map(event_view).collect();
    let found = or_null(portfolio(&mut tx, office, office.actor).await)?;
    let today = office.outside.today();
    let cards = or_null(cards_of_agent(&mut tx, office, office.actor, today).await)?;
    Ok(Parts {
        events: Value::Array(events),
        fee: found.as_ref().map_or(Value::Null, |found| fee_view(&found.forecast)),
        portfolio: found.as_ref().map_or(Value::Null, portfolio_view),
        targets: json!(cards.unwrap_or_default()),
        planned: planned(&mut tx, office).await?,
        ..numbers
    })
}

/// Planned events stay in the package for so many days after they were to be held.
const PLANNED_DAYS: i64 = 14;

/// Planned events of where the holder works, with the questions to ask there: opened on a phone they
/// keep their id.
async fn planned(tx: &mut Tx, office: &Office) -> Result<Value, DbError> {
    let today = office.outside.today();
    let from = today.checked_sub(PLANNED_DAYS.days()).unwrap_or(today);
    let query = EventQuery {
        state: Some("planned".into()),
        after: Some((from, Uuid::nil())),
        limit: EVENTS_MAX,
        ..EventQuery::default()
    };
    let found = plans(tx, office, &query).await?;
    let view = |sheet: &Sheet| {
        let plan = &sheet.plan;
        json!({
            "id": plan.id, "name": plan.name, "area": plan.area, "on": plan.on,
            "starts": plan.starts.map(clock), "ends": plan.ends.map(clock), "venue": plan.venue,
            "channel": plan.channel, "rt": plan.rt, "rw": plan.rw, "campaign": plan.campaign,
            "activities": sheet.activities, "groups": sheet.groups,
            "partners": sheet.partners.iter().map(|it| &it.role).collect::<Vec<_>>(),
        })
    };
    let questions = QUESTIONS.iter().map(|it| json!({ "code": it.code, "id": it.id, "en": it.en }));
    Ok(json!({
        "events": found.iter().map(view).collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
    }))
}

/// What the law does not say is null on the phone; what fails is not.
fn or_null<T>(found: Result<T, OutreachRefusal>) -> Result<Option<T>, DbError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(OutreachRefusal::Db(error)) => Err(error),
        Err(refusal) => {
            tracing::warn!(%refusal, "a part of a work package is left out");
            Ok(None)
        }
    }
}

/// Two devices that ask at the same moment may want the same numbers: one of them asks again.
async fn numbers(office: &Office, device: &Device) -> Result<Parts, DbError> {
    let mut attempt = 0;
    loop {
        let mut tx = office.db.write().await?;
        let error = match reserve(&mut tx, office, device).await {
            Ok(parts) => match tx.commit().await {
                Ok(()) => return Ok(parts),
                Err(error) => error,
            },
            Err(error) => {
                let _ = tx.roll_back().await;
                office.take_notes();
                error
            }
        };
        attempt += 1;
        if attempt >= ATTEMPTS_MAX {
            return Err(error);
        }
        wait_a_little(device.id, attempt).await;
    }
}

async fn reserve(tx: &mut Tx, office: &Office, device: &Device) -> Result<Parts, DbError> {
    let codes = or_null(reserved(tx, office, device.id, office.actor).await)?;
    let book = book(tx, office, device.id).await?;
    let held = or_null(standing(tx, office, office.actor).await)?;
    audited(tx, office, device.id).await?;
    let custody = held.map(|it| {
        json!({
            "limit": it.rule.limit.map(terms::Rupiah::get),
            "hours": it.rule.hours,
            "held": it.held.held.get() + it.held.handed_in.get(),
            "due_at": it.due_at.map(|at| at.to_string()),
            "serial_prefix": book.serial_prefix,
            "next_serial": book.next_serial,
        })
    });
    let codes = codes.map_or(Value::Null, |it| json!(it));
    Ok(Parts { codes, custody: custody.unwrap_or_default(), ..Parts::default() })
}

fn event_view(sheet: &EventSheet) -> Value {
    let event = &sheet.event;
    json!({
        "id": event.id, "name": event.name, "area": event.area, "on": event.held_on,
        "venue": event.venue,
        "status": if sheet.closed.is_some() { "closed" } else { "open" },
    })
}

/// The fee of the month by its schedule; where the terms are not known, the sentence that says so.
fn fee_view(forecast: &Forecast) -> Value {
    let figures = |fee: Value, because: &Because| {
        json!({
            "schedule": fee, "month": forecast.month, "collected": forecast.collected.get(),
            "pending": forecast.pending.get(), "new_members": forecast.new_members,
            "because": because,
        })
    };
    match &forecast.fee {
        Ok(fee) => figures(json!(fee.amount()), fee.because()),
        Err(error) => {
            let because =
                Because::new("agent.fee", Status::Unknown, error.indonesian(), error.to_string());
            figures(Value::Null, &because)
        }
    }
}

fn portfolio_view(found: &Portfolio) -> Value {
    let members = found.members;
    let stayed = |it: &outreach::portfolio::Persistency| {
        let (after_months, stayed, of) = (it.after_months, it.stayed, it.of);
        json!({ "after_months": after_months, "stayed": stayed, "of": of })
    };
    json!({
        "members": members.members, "unpaid": members.unpaid, "active": members.active,
        "grace": members.grace, "lapsed": members.lapsed, "ended": members.ended,
        "persistency": found.persistency.iter().map(stayed).collect::<Vec<_>>(),
    })
}
