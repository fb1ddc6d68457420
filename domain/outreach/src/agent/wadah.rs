//! Agent offices (*kantor Perisai*, *wadah*): who they are, how many people they say they have.

use super::{may, said, within};
use crate::{OutreachRefusal, sql};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, Kind, Tx, Uuid, Value, row};
use terms::{AreaCode, Assessment, Date};

row! {
    /// An agent office.
    pub struct AgentOffice {
        /// Its id.
        pub id: Uuid,
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// `bumdes`, `cooperative`, `association`, `company`, `other`.
        pub kind: String,
        /// Where.
        pub area: String,
        /// How many people it says it has.
        pub n_people: i64,
        /// The document that says so.
        pub document: String,
        /// Since when.
        pub from_on: Date,
        /// When it ended.
        pub ended_on: Option<Date>,
        /// Why.
        pub end_reason: String,
        /// Agents under contract there.
        pub n_agents: i64,
    }
}

/// An agent office with what it still lacks.
#[derive(Clone, Debug)]
pub struct OfficeStanding {
    /// The agent office.
    pub office: AgentOffice,
    /// `ended`; `forming` while it has fewer people than it must; `complete`; `unruled` where nobody
    /// said how many it must have.
    pub state: &'static str,
    /// How many people it must have, with its source; none where nobody said.
    pub people_min: Option<Assessment<i64>>,
}

fn standing(office: &Office, it: AgentOffice) -> OfficeStanding {
    let today = office.outside.today();
    let law = &office.outside.law;
    // What is known of today; else what was known when the agent office began.
    let least =
        law.agent_office_people_min(today).or_else(|_| law.agent_office_people_min(it.from_on));
    let people_min = least.ok();
    let state = match (&it.ended_on, &people_min) {
        (Some(ended), _) if *ended <= today => "ended",
        (_, None) => "unruled",
        (_, Some(least)) if it.n_people < *least.amount() => "forming",
        _ => "complete",
    };
    OfficeStanding { office: it, state, people_min }
}

/// Agent offices by code, where the actor watches over agents.
pub async fn agent_offices(
    tx: &mut Tx,
    office: &Office,
    area: Option<&AreaCode>,
    after: &str,
    limit: u32,
) -> Result<Vec<OfficeStanding>, OutreachRefusal> {
    let areas = within(office, Duty::WatchCustody, area)?;
    let today = office.outside.today();
    let page = (areas, today, after.to_owned(), limit.clamp(1, 500));
    let found: Vec<AgentOffice> = tx.all(&sql::AGENT_OFFICES, page).await?;
    Ok(found.into_iter().map(|it| standing(office, it)).collect())
}

/// An agent office by its id, for who manages or watches there.
pub async fn agent_office(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
) -> Result<OfficeStanding, OutreachRefusal> {
    let today = office.outside.today();
    let found: Option<AgentOffice> = tx.first(&sql::AGENT_OFFICE, (id, today)).await?;
    let found = found.ok_or(OutreachRefusal::NoAgent("agent office"))?;
    may(office, Duty::WatchCustody, &found.area)?;
    Ok(standing(office, found))
}

/// Enters an agent office.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of an agent office")]
pub struct NewAgentOffice {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub area: String,
    pub n_people: i64,
    pub document: String,
    pub from_on: Date,
}

static OFFICES: Bulk = Bulk {
    table: "agent_office",
    columns: &[
        ("id", Kind::Uuid),
        ("code", Kind::Text),
        ("name", Kind::Text),
        ("kind", Kind::Text),
        ("area", Kind::Text),
        ("n_people", Kind::Int),
        ("document", Kind::Text),
        ("from_on", Kind::Date),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

const KINDS: [&str; 5] = ["bumdes", "cooperative", "association", "company", "other"];

fn people(n: i64) -> Result<i64, OutreachRefusal> {
    let fits = (0..=100_000).contains(&n);
    fits.then_some(n).ok_or(OutreachRefusal::Word("n_people", "0, 1, 2 …"))
}

impl Command for NewAgentOffice {
    const NAME: &'static str = "enter agent office";
    type Answer = Uuid;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, OutreachRefusal> {
        let area = super::list::area_of(&self.area)?;
        may(office, Duty::ManageAgents, &area)?;
        let (code, name) = (said("code", &self.code, 40)?, said("name", &self.name, 120)?);
        let document = said("document", &self.document, 120)?;
        let kind = KINDS.iter().find(|kind| **kind == self.kind);
        let kind = kind.ok_or(OutreachRefusal::Word(
            "kind",
            "bumdes, cooperative, association, company, other",
        ))?;
        if tx.first(&sql::AGENT_OFFICE_WITH_CODE, (code.to_owned(),)).await?.is_some() {
            return Err(OutreachRefusal::CodeUsed(code.to_owned()));
        }
        let id = office.outside.id(header.id.0, "agent office", 0);
        let text = |text: &str| Value::Text(Some(text.to_owned()));
        let row = vec![
            Value::Uuid(Some(id)),
            text(code),
            text(name),
            text(kind),
            text(&area),
            Value::Int(Some(people(self.n_people)?)),
            text(document),
            Value::Date(Some(self.from_on)),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&OFFICES, vec![row]).await?;
        office.note("enter agent office", "agent office", Some(id), "");
        Ok(id)
    }
}

/// Says how many people an agent office has now, or that it ended.
#[derive(Clone, Debug)]
pub struct ChangeAgentOffice {
    /// Which.
    pub id: Uuid,
    /// How many people.
    pub n_people: Option<i64>,
    /// The document that says so.
    pub document: String,
    /// When it ended, and why.
    pub ended: Option<(Date, String)>,
}

impl Command for ChangeAgentOffice {
    const NAME: &'static str = "change agent office";
    type Answer = ();
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), OutreachRefusal> {
        let it = agent_office(tx, office, self.id).await?.office;
        may(office, Duty::ManageAgents, &it.area)?;
        if it.ended_on.is_some() {
            return Err(OutreachRefusal::State("ended".into()));
        }
        let document = said("document", &self.document, 120)?.to_owned();
        let n_people = people(self.n_people.unwrap_or(it.n_people))?;
        let (ended_on, why) = match &self.ended {
            None => (None, String::new()),
            Some((on, _)) if *on < it.from_on || *on > office.outside.today() => {
                return Err(OutreachRefusal::Days("ended_on", "between its beginning and today"));
            }
            Some((on, why)) => (Some(*on), crate::custody::reason(why)?.to_owned()),
        };
        tx.run(&sql::CHANGE_AGENT_OFFICE, (self.id, n_people, document, ended_on, why)).await?;
        office.note("change agent office", "agent office", Some(self.id), "");
        Ok(())
    }
}
