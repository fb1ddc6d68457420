//! Contracts of agents: entered, ended with a reason, and how soon somebody may come back.

use super::{Rules, contracts_of, may, said};
use crate::{OutreachRefusal, custody::standings, sql};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, Kind, Tx, Uuid, Value};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use terms::{Date, Rupiah, ids::UserId};

/// Enters a contract of a user who has the role of an agent.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of a contract")]
pub struct NewContract {
    pub agent: UserId,
    pub office: Option<Uuid>,
    pub area: String,
    pub number: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

static CONTRACTS: Bulk = Bulk {
    table: "agent_contract",
    columns: &[
        ("id", Kind::Uuid),
        ("agent", Kind::Uuid),
        ("office", Kind::Uuid),
        ("area", Kind::Text),
        ("number", Kind::Text),
        ("from_on", Kind::Date),
        ("until_on", Kind::Date),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

impl Command for NewContract {
    const NAME: &'static str = "contract agent";
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
        let number = said("number", &self.number, 120)?;
        if self.until_on.is_some_and(|until| until < self.from_on) {
            return Err(OutreachRefusal::Days("until_on", "it is before from_on"));
        }
        match tx.first(&sql::AGENT_USER, (self.agent,)).await? {
            None => return Err(OutreachRefusal::NoAgent("user")),
            Some((_, 0)) => return Err(OutreachRefusal::NotAgent),
            Some(_) => {}
        }
        if let Some(wadah) = self.office {
            let wadah = super::agent_office(tx, office, wadah).await?;
            if wadah.state == "ended" {
                return Err(OutreachRefusal::State("ended".into()));
            }
        }
        self.refuse_too_early(tx, office).await?;
        let id = office.outside.id(header.id.0, "contract", 0);
        let row = vec![
            Value::Uuid(Some(id)),
            Value::Uuid(Some(self.agent.0)),
            Value::Uuid(self.office),
            Value::Text(Some(area)),
            Value::Text(Some(number.to_owned())),
            Value::Date(Some(self.from_on)),
            Value::Date(self.until_on),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&CONTRACTS, vec![row]).await?;
        office.note("contract agent", "agent", Some(self.agent.0), "");
        Ok(id)
    }
}

impl NewContract {
    /// One contract at a time; after an end that was no agreed term, not before the months of the rule.
    async fn refuse_too_early(&self, tx: &mut Tx, office: &Office) -> Result<(), OutreachRefusal> {
        let rules = Rules::load(tx, &[self.agent]).await?;
        let Some(last) = rules.contracts(self.agent).first() else { return Ok(()) };
        let Some(over) = last.over_on(self.from_on.max(last.from_on)) else {
            return Err(OutreachRefusal::UnderContract(last.from_on));
        };
        let was_cut = last.end_reason.as_deref().is_some_and(|reason| reason != "term");
        let rule = rules.rejoin_months(&office.outside.law, self.agent, over);
        if let Some(months) = rule.filter(|_| was_cut).map(|rule| *rule.amount()) {
            let from = over.saturating_add(months.months());
            if self.from_on < from {
                return Err(OutreachRefusal::TooEarly { ended: over, from, months });
            }
        }
        Ok(())
    }
}

/// Ends a contract. Fraud and gratification end it on the day they are known.
#[derive(Clone, Debug)]
pub struct EndContract {
    /// Whose.
    pub agent: UserId,
    /// On which day.
    pub on: Date,
    /// `term`, `own_wish`, `idle`, `fraud`, `gratification`, `death`, `other`.
    pub reason: String,
    /// In words.
    pub note: String,
}

/// What is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractEnded {
    /// The contract.
    pub contract: Uuid,
    /// Its last day.
    pub ended_on: Date,
    /// Members nobody has taken over.
    pub n_orphans: i64,
    /// Members' money that must be settled before they are handed over.
    pub open: i64,
}

const REASONS: [&str; 7] = ["term", "own_wish", "idle", "fraud", "gratification", "death", "other"];
const REASON_WORDS: &str = "term, own_wish, idle, fraud, gratification, death, other";

impl Command for EndContract {
    const NAME: &'static str = "end contract";
    type Answer = ContractEnded;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<ContractEnded, OutreachRefusal> {
        let today = office.outside.today();
        let contracts = contracts_of(tx, self.agent).await?;
        let Some(last) = contracts.first() else {
            office.allow_everywhere(Duty::ManageAgents)?;
            return Err(OutreachRefusal::NoContract("there is nothing to end"));
        };
        may(office, Duty::ManageAgents, &last.area)?;
        if last.ended_on.is_some() {
            return Err(OutreachRefusal::NoContract("it ended already"));
        }
        let reason = REASONS.iter().find(|word| **word == self.reason);
        let reason = *reason.ok_or(OutreachRefusal::Word("reason", REASON_WORDS))?;
        let note = crate::custody::reason(&self.note)?;
        if self.on < last.from_on || self.on > today {
            return Err(OutreachRefusal::Days("on", "between its beginning and today"));
        }
        if matches!(reason, "fraud" | "gratification") && self.on != today {
            return Err(OutreachRefusal::Days("on", "this ends a contract at once, today"));
        }
        tx.run(&sql::END_CONTRACT, (last.id, self.on, reason, note.to_owned())).await?;
        let members = tx.all(&sql::HOLDINGS, (vec![self.agent.0], String::new())).await?;
        let n_orphans = members.iter().filter(|(.., ended)| *ended == 0).count();
        let held = standings(tx, office, &[self.agent]).await?.remove(&self.agent);
        let open = held.map(|it| it.held.held.plus(it.held.handed_in)).transpose()?;
        office.note("end contract", "agent", Some(self.agent.0), reason);
        Ok(ContractEnded {
            contract: last.id,
            ended_on: self.on,
            n_orphans: i64::try_from(n_orphans).unwrap_or(i64::MAX),
            open: open.unwrap_or(Rupiah::ZERO).get(),
        })
    }
}
