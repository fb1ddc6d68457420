//! Leads: somebody who may enrol, written down at an event; the person, once they have.

use super::{
    contact::{self, Contact},
    presence::{Saying, may_help},
    refusal::{CampaignRefusal, conflict, field, note, text, unknown_word},
    scope, sql,
};
use access::{Command, CommandHeader, Duty, Office};
use contribution::enrol::members_of;
use db::{DbError, Tx, Uuid, row};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use terms::{
    AreaCode, AreaLevel, Segment, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

row! {
    /// A lead; name and telephone are sealed beside it.
    pub struct Lead {
        /// Its id.
        pub id: Uuid,
        /// The event.
        pub event: Option<Uuid>,
        /// The village.
        pub village: String,
        /// The occupation.
        pub occupation: Option<String>,
        /// Who wrote it down.
        pub agent: UserId,
        /// What else was said.
        pub note: String,
        /// When.
        pub made_at: Timestamp,
        /// `open`, `enrolled`, `dropped`.
        pub state: String,
        /// Who it turned out to be.
        pub person: Option<PersonId>,
        /// With which membership.
        pub membership: Option<MembershipId>,
    }
}

/// A lead to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewLead {
    /// The event; none for somebody met elsewhere.
    pub event: Option<Uuid>,
    /// The name.
    pub name: String,
    /// The telephone.
    pub phone: Option<String>,
    /// The village.
    pub village: String,
    /// The occupation.
    pub occupation: Option<String>,
    /// What else was said.
    pub note: Option<String>,
}

/// Writes a lead down; its id is the command's, so a phone that sends it twice wrote it once.
pub async fn add(
    tx: &mut Tx,
    office: &Office,
    saying: Saying,
    new: &NewLead,
) -> Result<Uuid, CampaignRefusal> {
    let village = village(&new.village);
    // Asked also when the village is refused before.
    let _ = office.areas_for(Duty::Enrol);
    let village = village.ok_or_else(|| {
        field(
            "VILLAGE_UNKNOWN",
            "village",
            "Desa/kelurahan itu tidak ada dalam daftar; cari menurut namanya",
            "that village is not in the list; look it up by its name",
        )
    })?;
    office.allow(Duty::Enrol, &village)?;
    if let Some(event) = new.event {
        may_help(tx, office, event, false).await?;
    }
    let occupation = occupation(new.occupation.as_deref())?;
    let contact = Contact {
        name: text("name", &new.name, 120)?,
        phone: contact::phone(new.phone.as_deref())?,
    };
    let id = saying.command;
    let row = (
        id,
        new.event,
        village,
        occupation,
        saying.by,
        saying.device,
        note("note", new.note.as_deref(), 300)?,
        saying.made_at,
        office.outside.now,
    );
    if tx.run(&sql::ADD_LEAD, row).await? > 0 {
        contact::keep(tx, office, id, &contact).await?;
        office.note("lead", "lead", Some(id), "");
    }
    Ok(id)
}

fn village(code: &str) -> Option<AreaCode> {
    let code: AreaCode = code.trim().parse().ok()?;
    (code.level() == AreaLevel::Village && Gazetteer::embedded().knows(&code)).then_some(code)
}

/// A code that nobody is allowed for but whoever is allowed everywhere.
fn nowhere() -> AreaCode {
    "99".parse().expect("two digits are the code of a province")
}

fn occupation(said: Option<&str>) -> Result<Option<String>, CampaignRefusal> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    match registry::occupation(said) {
        Some(known) => Ok(Some(known.id.clone())),
        None => Err(unknown_word("occupation", said, "/api/v1/occupations")),
    }
}

/// Writes a lead down at the office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddLead(pub NewLead);

impl Command for AddLead {
    const NAME: &'static str = "add lead";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        if let Some(event) = self.0.event {
            may_help(tx, office, event, true).await?;
        }
        let id = office.outside.id(header.id.0, "lead", 0);
        let saying = Saying { command: id, ..Saying::at_office(office, header.id.0) };
        add(tx, office, saying, &self.0).await
    }
}

/// The lead has enrolled as this person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LinkLead {
    /// Which lead.
    pub lead: Uuid,
    /// Who it is.
    pub person: PersonId,
}

impl Command for LinkLead {
    const NAME: &'static str = "link lead";
    type Answer = MembershipId;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<MembershipId, CampaignRefusal> {
        let lead = lead(tx, office, self.lead).await?;
        office.allow(Duty::Enrol, &village(&lead.village).unwrap_or_else(nowhere))?;
        let membership = link(tx, office, lead.id, self.person).await?;
        office.note("link lead", "lead", Some(lead.id), "");
        Ok(membership)
    }
}

/// Writes down who a lead turned out to be.
pub(crate) async fn link(
    tx: &mut Tx,
    office: &Office,
    lead: Uuid,
    person: PersonId,
) -> Result<MembershipId, CampaignRefusal> {
    let members = members_of(tx, person).await?;
    let live = members.iter().find(|it| it.segment == Segment::Bpu && it.ended_on.is_none());
    let Some(live) = live else {
        return Err(conflict(
            "NOT_ENROLLED",
            "person",
            "Orang ini belum menjadi peserta; daftarkan dahulu, lalu hubungkan",
            "this person is no member yet; enrol them first, then link",
        ));
    };
    let area = village(&live.village).unwrap_or_else(nowhere);
    office.allow(Duty::Enrol, &area)?;
    let now = office.outside.now;
    tx.run(&sql::LINK_LEAD, (live.counted_as, live.bucket, live.id, now, lead)).await?;
    Ok(live.id)
}

/// A phone enrolled somebody it had written down as a lead; what is no open lead stays as it is.
pub async fn enrolled(
    tx: &mut Tx,
    office: &Office,
    lead: Uuid,
    membership: MembershipId,
) -> Result<(), DbError> {
    let Some(member) = contribution::open_code::member(tx, membership).await? else {
        return Ok(());
    };
    let found: Option<Lead> = tx.first(&sql::LEAD, (lead,)).await?;
    if found.is_some_and(|it| it.state == "open") {
        let now = office.outside.now;
        tx.run(&sql::LINK_LEAD, (member.counted_as, member.bucket, member.id, now, lead)).await?;
    }
    Ok(())
}

/// The lead will not enrol.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DropLead {
    /// Which.
    pub lead: Uuid,
    /// Why.
    pub note: String,
}

impl Command for DropLead {
    const NAME: &'static str = "drop lead";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let lead = lead(tx, office, self.lead).await?;
        office.allow(Duty::Enrol, &village(&lead.village).unwrap_or_else(nowhere))?;
        let why = super::refusal::reason(&self.note)?;
        if lead.state == "enrolled" {
            return Err(conflict(
                "STATE",
                "state",
                "Calon ini sudah menjadi peserta; tidak dapat dihapus dari daftar",
                "this lead is a member already; it cannot be dropped",
            ));
        }
        tx.run(&sql::DROP_LEAD, (why, lead.id)).await?;
        Ok(())
    }
}

async fn lead(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Lead, CampaignRefusal> {
    let _ = scope::looks(office);
    let found: Option<Lead> = tx.first(&sql::LEAD, (id,)).await?;
    found.filter(|it| scope::sees(office, &it.village)).ok_or(CampaignRefusal::NotFound("lead"))
}

/// What leads are asked for.
#[derive(Clone, Debug, Default)]
pub struct LeadQuery {
    /// Of this planned event.
    pub event: Option<Uuid>,
    /// In this area.
    pub within: Option<AreaCode>,
    /// In this state.
    pub state: Option<String>,
    /// After this place in the list.
    pub after: Option<(Timestamp, Uuid)>,
    /// At most so many.
    pub limit: u32,
}

/// Leads where the actor enrols, the earliest first, with their names: that they were read is noted.
pub async fn leads(
    tx: &mut Tx,
    office: &Office,
    query: &LeadQuery,
) -> Result<Vec<(Lead, Contact)>, CampaignRefusal> {
    let mut areas = crate::scope::of(office, Duty::ReadPeople);
    if let Some(within) = &query.within {
        areas = crate::event::narrowed(areas, within);
    }
    let (at, id) = query.after.unwrap_or((Timestamp::UNIX_EPOCH, Uuid::nil()));
    let (state, limit) = (query.state.clone(), query.limit.clamp(1, 500));
    let found: Vec<Lead> = match query.event {
        Some(event) => tx.all(&sql::LEADS_OF_EVENT, (event, areas, state, at, id, limit)).await?,
        None => tx.all(&sql::LEADS, (areas, state, at, id, limit)).await?,
    };
    let ids = found.iter().map(|lead| lead.id).collect();
    let mut contacts: HashMap<Uuid, Contact> = contact::open(tx, office, "lead", ids).await?;
    let with = |lead: Lead| {
        let contact = contacts.remove(&lead.id).unwrap_or_default();
        (lead, contact)
    };
    Ok(found.into_iter().map(with).collect())
}

/// People in the register whose telephone is the lead's: who it may have turned out to be.
pub async fn likely(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
) -> Result<Vec<(PersonId, String)>, CampaignRefusal> {
    let lead = lead(tx, office, id).await?;
    office.allow(Duty::ReadPeople, &village(&lead.village).unwrap_or_else(nowhere))?;
    let contact = contact::open(tx, office, "lead", vec![id]).await?.remove(&id);
    let Some(phone) = contact.and_then(|contact| contact.phone) else { return Ok(Vec::new()) };
    let areas = crate::scope::of(office, Duty::ReadPeople);
    let found: Result<Vec<(PersonId, String)>, DbError> =
        tx.all(&sql::PEOPLE_BY_PHONE, (vec![phone], areas)).await;
    Ok(found?)
}
