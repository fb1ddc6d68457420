//! Readers of `event.open` and `event.close`.

use super::{
    JudgeError, Opened,
    body::{Clock, fault},
};
use crate::verdict::{Entities, Judged, Reason};
use access::{Duty, Office};
use db::Tx;
use jiff::Timestamp;
use outreach::{
    OutreachRefusal,
    event::{Counts, NewEvent, close, open},
};
use serde::Deserialize;
use terms::Date;
use uuid::Uuid;

#[derive(Deserialize)]
struct OpenBody {
    made_at: Timestamp,
    clock: Clock,
    event: Uuid,
    name: String,
    area: String,
    on: Date,
    #[serde(default)]
    venue: Option<String>,
    #[serde(default)]
    campaign: Option<Uuid>,
}

/// Version 1 of `event.open`.
pub(super) async fn open_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: OpenBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (opened_at, uncertain) = body.clock.at(body.made_at, opened);
    let new = NewEvent {
        id: body.event,
        name: body.name,
        area: body.area,
        held_on: body.on,
        venue: body.venue.filter(|venue| !venue.trim().is_empty()),
        campaign: body.campaign,
        opened_at,
        supersedes: opened.header.supersedes,
    };
    let is_new = match open(tx, office, opened.header.id, opened.holder, &new).await {
        Ok(is_new) => is_new,
        Err(refusal) => return said(refusal),
    };
    let judged = if is_new || new.supersedes.is_some() {
        Judged::accepted(Reason::EventOpened)
    } else {
        Judged::already(Reason::EventKnown)
    };
    Ok(of_event(judged, new.id, uncertain))
}

#[derive(Deserialize)]
struct CloseBody {
    made_at: Timestamp,
    clock: Clock,
    event: Uuid,
    counts: Counted,
    #[serde(default)]
    not_recorded: Vec<String>,
}

#[derive(Deserialize)]
struct Counted {
    #[serde(default)]
    attended: Option<i64>,
    #[serde(default)]
    enrolled: Option<i64>,
    #[serde(default)]
    refused: Option<i64>,
}

/// Version 1 of `event.close`.
pub(super) async fn close_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: CloseBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let _ = office.areas_for(Duty::Enrol);
    let (closed_at, uncertain) = body.clock.at(body.made_at, opened);
    let Counted { attended, enrolled, refused } = body.counts;
    let counts = Counts { attended, enrolled, refused, not_recorded: body.not_recorded };
    let by = (opened.holder, Some(opened.header.device));
    match close(tx, office, opened.header.id, by, (body.event, &counts, closed_at)).await {
        Ok(()) => Ok(of_event(Judged::accepted(Reason::EventClosed), body.event, uncertain)),
        Err(refusal) => said(refusal),
    }
}

fn of_event(judged: Judged, event: Uuid, uncertain: bool) -> Judged {
    let judged = judged.entities(Entities { event: Some(event), ..Entities::default() });
    if uncertain { judged.arg("clock_uncertain", true) } else { judged }
}

fn said(refusal: OutreachRefusal) -> Result<Judged, JudgeError> {
    match refusal {
        OutreachRefusal::Forbidden(_) => Ok(Judged::review(Reason::OutOfArea)),
        OutreachRefusal::Village => {
            Ok(Judged { fields: vec!["area".into()], ..Judged::rejected(Reason::UnknownVillage) })
        }
        OutreachRefusal::Text(field) => Ok(Judged::invalid([field])),
        OutreachRefusal::Count(field) => Ok(Judged::invalid([format!("counts.{field}")])),
        other => Err(fault(other)),
    }
}
