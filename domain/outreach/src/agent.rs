//! Agents: their offices, contracts and how those end, the terms they are paid by, whose members are whose.
//!
//! An agent is a user with that role. Who enrolled a member stands in the enrolment and stays; who has
//! the member may change by a hand-over. An agent whose contract is over and whose members nobody took
//! leaves orphans, and those are a list.

mod contract;
mod handover;
mod list;
mod rules;
mod wadah;

pub use contract::{ContractEnded, EndContract, NewContract};
pub use handover::{HandOver, HandedOver, HandoverRow, Orphans, handovers_of, orphans};
pub use list::{
    AgentLine, AgentMember, AgentQuery, AgentState, Idle, agent_line, agents, members_of_agent,
};
pub use rules::{AddTerms, FeeBy, OwnTerms, Rules, terms_known};
pub use wadah::{
    AgentOffice, ChangeAgentOffice, NewAgentOffice, OfficeStanding, agent_office, agent_offices,
};

use crate::{OutreachRefusal, scope, sql};
use access::{Duty, Office};
use db::{Tx, Uuid, row};
use terms::{AreaCode, Date, ids::UserId};

row! {
    /// An agent with the latest contract.
    pub struct AgentRow {
        /// Who.
        pub id: UserId,
        /// Their name.
        pub name: String,
        /// How they sign in.
        pub login: String,
        /// Where they work, by contract; else where they have the role. Empty is everywhere.
        pub area: String,
        /// The latest contract.
        pub contract: Option<Uuid>,
        /// Its number.
        pub number: Option<String>,
        /// Since when.
        pub from_on: Option<Date>,
        /// Until when, as agreed.
        pub until_on: Option<Date>,
        /// When it ended.
        pub ended_on: Option<Date>,
        /// Why it ended.
        pub end_reason: Option<String>,
        /// In words.
        pub end_note: String,
        /// The agent office.
        pub office: Option<Uuid>,
        /// Its code.
        pub office_code: Option<String>,
        /// Its name.
        pub office_name: Option<String>,
    }
}

row! {
    /// A contract.
    pub struct Contract {
        /// Its id.
        pub id: Uuid,
        /// Whose.
        pub agent: UserId,
        /// The agent office.
        pub office: Option<Uuid>,
        /// Where; empty is everywhere.
        pub area: String,
        /// Its number.
        pub number: String,
        /// Since when.
        pub from_on: Date,
        /// Until when, as agreed.
        pub until_on: Option<Date>,
        /// When it ended.
        pub ended_on: Option<Date>,
        /// Why: `term`, `own_wish`, `idle`, `fraud`, `gratification`, `death`, `other`.
        pub end_reason: Option<String>,
        /// In words.
        pub end_note: String,
    }
}

impl Contract {
    /// The day on which it was over, on a day; none while it runs.
    #[must_use]
    pub fn over_on(&self, on: Date) -> Option<Date> {
        self.ended_on.filter(|ended| *ended <= on).or(self.until_on.filter(|until| *until < on))
    }

    /// Whether it runs on a day.
    #[must_use]
    pub fn runs_on(&self, on: Date) -> bool {
        self.from_on <= on && self.over_on(on).is_none()
    }
}

/// The contracts of an agent, the latest first.
pub(crate) async fn contracts_of(
    tx: &mut Tx,
    agent: UserId,
) -> Result<Vec<Contract>, OutreachRefusal> {
    Ok(tx.all(&sql::CONTRACTS_OF, (vec![agent.0],)).await?)
}

/// Asks for a duty where an agent works; the empty area is everywhere.
pub(crate) fn may(office: &Office, duty: Duty, area: &str) -> Result<(), OutreachRefusal> {
    match area.parse::<AreaCode>() {
        Ok(area) => Ok(office.allow(duty, &area)?),
        Err(_) => Ok(office.allow_everywhere(duty)?),
    }
}

/// The areas of a duty, or what of one area the actor has of it.
pub(crate) fn within(
    office: &Office,
    duty: Duty,
    area: Option<&AreaCode>,
) -> Result<Vec<String>, OutreachRefusal> {
    match area {
        None => Ok(scope::of(office, duty)),
        Some(area) => {
            office.allow(duty, area)?;
            Ok(vec![area.to_string()])
        }
    }
}

/// A text of so many characters at most.
pub(crate) fn said<'t>(
    field: &'static str,
    text: &'t str,
    most: usize,
) -> Result<&'t str, OutreachRefusal> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count());
    if fits { Ok(text) } else { Err(OutreachRefusal::Text(field)) }
}
