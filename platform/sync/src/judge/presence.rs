//! Readers of `event.tally`, `event.checkin`, `event.poll` and `lead.note`.

use super::{JudgeError, Opened, body::Clock};
use crate::verdict::{Entities, Judged, Reason};
use access::Office;
use db::Tx;
use jiff::Timestamp;
use outreach::campaign::{
    CampaignRefusal,
    lead::{self, NewLead},
    presence::{self, PollAnswers, Saying},
};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
struct TallyBody {
    made_at: Timestamp,
    clock: Clock,
    event: Uuid,
    n: i64,
}

/// Version 1 of `event.tally`: how many came to this phone without being scanned; the last one holds.
pub(super) async fn tally_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: TallyBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (saying, uncertain) = saying(&body.clock, body.made_at, opened);
    match presence::tally(tx, office, saying, (body.event, body.n)).await {
        Ok(()) => Ok(of(Judged::accepted(Reason::PresenceCounted), body.event, uncertain)),
        Err(refusal) => said(refusal),
    }
}

#[derive(Deserialize)]
struct CheckInBody {
    made_at: Timestamp,
    clock: Clock,
    event: Uuid,
    scanned: String,
}

/// Version 1 of `event.checkin`: a card or an invitation was scanned; whoever is scanned twice is
/// counted once, whichever phone did it.
pub(super) async fn check_in_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: CheckInBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (saying, uncertain) = saying(&body.clock, body.made_at, opened);
    match presence::check_in(tx, office, saying, (body.event, &body.scanned)).await {
        Ok(done) if done.again => {
            Ok(of(Judged::already(Reason::CountedBefore), body.event, uncertain))
        }
        Ok(_) => Ok(of(Judged::accepted(Reason::PresenceCounted), body.event, uncertain)),
        Err(refusal) => said(refusal),
    }
}

#[derive(Deserialize)]
struct PollBody {
    made_at: Timestamp,
    clock: Clock,
    event: Uuid,
    answers: Vec<PollAnswers>,
}

/// Version 1 of `event.poll`: how many knew, before or after, as this phone counted them.
pub(super) async fn poll_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: PollBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (saying, uncertain) = saying(&body.clock, body.made_at, opened);
    match presence::poll(tx, office, saying, (body.event, &body.answers)).await {
        Ok(()) => Ok(of(Judged::accepted(Reason::PollCounted), body.event, uncertain)),
        Err(refusal) => said(refusal),
    }
}

#[derive(Deserialize)]
struct LeadBody {
    made_at: Timestamp,
    clock: Clock,
    #[serde(default)]
    event: Option<Uuid>,
    name: String,
    #[serde(default)]
    phone: Option<String>,
    village: String,
    #[serde(default)]
    occupation: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

/// Version 1 of `lead.note`: somebody who may enrol. The lead's id is the command's; a later
/// `worker.enrol` names it as `lead`.
pub(super) async fn lead_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: LeadBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (saying, uncertain) = saying(&body.clock, body.made_at, opened);
    let LeadBody { event, name, phone, village, occupation, note, .. } = body;
    let new = NewLead { event, name, phone, village, occupation, note };
    match lead::add(tx, office, saying, &new).await {
        Ok(_) => {
            let judged = Judged::accepted(Reason::LeadNoted);
            let judged = judged.entities(Entities { event, ..Entities::default() });
            Ok(if uncertain { judged.arg("clock_uncertain", true) } else { judged })
        }
        Err(refusal) => said(refusal),
    }
}

fn saying(clock: &Clock, made_at: Timestamp, opened: &Opened) -> (Saying, bool) {
    let (made_at, uncertain) = clock.at(made_at, opened);
    let header = &opened.header;
    let (command, device, by) = (header.id, header.device, opened.holder);
    (Saying { command, device, by, made_at }, uncertain)
}

fn of(judged: Judged, event: Uuid, uncertain: bool) -> Judged {
    let judged = judged.entities(Entities { event: Some(event), ..Entities::default() });
    if uncertain { judged.arg("clock_uncertain", true) } else { judged }
}

fn said(refusal: CampaignRefusal) -> Result<Judged, JudgeError> {
    match refusal {
        CampaignRefusal::Forbidden(_) => Ok(Judged::review(Reason::OutOfArea)),
        CampaignRefusal::Field(said) if said.code == "VILLAGE_UNKNOWN" => {
            Ok(Judged { fields: vec![said.field], ..Judged::rejected(Reason::UnknownVillage) })
        }
        CampaignRefusal::Field(said) if said.field == "occupation" => {
            Ok(Judged { fields: vec![said.field], ..Judged::rejected(Reason::UnknownOccupation) })
        }
        CampaignRefusal::Field(said) | CampaignRefusal::Conflict(said) => {
            Ok(Judged::invalid([said.field]))
        }
        CampaignRefusal::Db(error) => Err(JudgeError::Db(error)),
        other => Err(JudgeError::Fault(other.to_string())),
    }
}
