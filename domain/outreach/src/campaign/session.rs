//! Which openings of phones belong to which planned event: by its id, by place and day, or as the office says.

use super::{
    plan::planned,
    refusal::{CampaignRefusal, conflict},
    scope, sql,
};
use crate::event::event;
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Date};

/// A phone opened an event: it belongs to the planned one of its place and day, if there is exactly one.
pub(crate) async fn attach(
    tx: &mut Tx,
    office: &Office,
    opened: Uuid,
    village: &AreaCode,
    on: Date,
) -> Result<(), DbError> {
    let known: Option<(Uuid,)> = tx.first(&sql::PLAN_OF_SESSION, (opened,)).await?;
    if known.is_some() {
        return Ok(());
    }
    // The village and its district; a whole regency is no place two people would both mean.
    let places: Vec<String> = village.path().skip(2).map(str::to_owned).collect();
    let there: Vec<(Uuid,)> = tx.all(&sql::PLANS_AT, (on, places)).await?;
    if let [(plan,)] = there.as_slice() {
        let now = office.outside.now;
        tx.run(&sql::ADD_SESSION, (opened, *plan, "place_and_day", now)).await?;
    }
    Ok(())
}

/// A planned event was written down or changed: openings of its place and day that belong to none yet.
pub(crate) async fn attach_openings(
    tx: &mut Tx,
    office: &Office,
    plan: Uuid,
) -> Result<(), CampaignRefusal> {
    let it = planned(tx, office, plan).await?;
    let Some(on) = it.on else { return Ok(()) };
    let loose: Vec<(Uuid, AreaCode)> = tx.all(&sql::LOOSE_OPENINGS, (on, it.area)).await?;
    for (opened, village) in loose {
        attach(tx, office, opened, &village, on).await?;
    }
    Ok(())
}

/// The planned event that an opening belongs to; itself when it is planned, none when it belongs nowhere.
pub async fn plan_of(tx: &mut Tx, opened: Uuid) -> Result<Option<Uuid>, DbError> {
    Ok(tx.first(&sql::PLAN_OF_SESSION, (opened,)).await?.map(|(plan,)| plan))
}

/// The openings of a planned event, with how each came to belong to it.
pub async fn sessions_of(tx: &mut Tx, plan: Uuid) -> Result<Vec<(Uuid, String)>, DbError> {
    tx.all(&sql::SESSIONS_OF, (plan,)).await
}

/// The office says that a phone's event is this planned one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttachEvent {
    /// The planned event.
    pub plan: Uuid,
    /// What the phone opened.
    pub opened: Uuid,
}

impl Command for AttachEvent {
    const NAME: &'static str = "attach event";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = scope::looks(office);
        let plan = planned(tx, office, self.plan).await?;
        scope::plan(office, &plan.area)?;
        let opened = event(tx, self.opened).await?.ok_or(CampaignRefusal::NotFound("event"))?;
        scope::plan(office, &opened.area)?;
        match plan_of(tx, self.opened).await? {
            Some(other) if other == self.plan => Ok(()),
            Some(other) if other == self.opened => Err(conflict(
                "PLANNED_ITSELF",
                "opened",
                "Kegiatan itu sendiri sudah direncanakan; batalkan rencana yang satu dahulu",
                "that event is itself a planned one; cancel one of the two plans first",
            )),
            _ => {
                let row = (self.opened, self.plan, "office", office.outside.now);
                tx.run(&sql::PUT_SESSION, row).await?;
                office.note("attach event", "event", Some(self.plan), self.opened.to_string());
                Ok(())
            }
        }
    }
}
