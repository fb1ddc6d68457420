//! Members of an agent who is no more go to another: by a decision, told to each of them, and kept.

use super::{contracts_of, may, within};
use crate::{OutreachRefusal, custody::standings, sql};
use access::{Command, CommandHeader, Duty, Office};
use contribution::notice::{Telling, tell};
use db::{Bulk, Kind, Tx, Uuid, Value, row};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Date, Month, Timestamp, ids::UserId};

/// Hands members over: all of them, or those of an area.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// From an agent whose contract is over.
    pub from: UserId,
    /// To an agent under contract.
    pub to: UserId,
    /// From this day on.
    pub on: Date,
    /// Why; kept.
    pub reason: String,
    /// Only members who live here.
    pub area: Option<AreaCode>,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Its id.
    pub handover: Uuid,
    /// How many members.
    pub n_members: i64,
    /// How many of them were told; who is no member any more is not.
    pub n_told: i64,
}

static HANDOVERS: Bulk = Bulk {
    table: "portfolio_handover",
    columns: &[
        ("id", Kind::Uuid),
        ("from_agent", Kind::Uuid),
        ("to_agent", Kind::Uuid),
        ("moved_on", Kind::Date),
        ("reason", Kind::Text),
        ("n_members", Kind::Int),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

static MOVES: Bulk = Bulk {
    table: "portfolio_move",
    columns: &[
        ("membership", Kind::Uuid),
        ("handover", Kind::Uuid),
        ("bucket", Kind::Int),
        ("agent", Kind::Uuid),
        ("from_on", Kind::Date),
    ],
    conflict: "",
};

impl HandOver {
    /// Who may hand over to whom, on which day, with nothing open.
    async fn check(&self, tx: &mut Tx, office: &Office) -> Result<(), OutreachRefusal> {
        if self.from == self.to {
            return Err(OutreachRefusal::SameAgent);
        }
        let today = office.outside.today();
        let theirs = contracts_of(tx, self.from).await?;
        let Some(last) = theirs.first() else {
            office.allow_everywhere(Duty::ManageAgents)?;
            return Err(OutreachRefusal::NoContract("enter the contract that ended first"));
        };
        may(office, Duty::ManageAgents, &last.area)?;
        let Some(over) = last.over_on(today) else {
            return Err(OutreachRefusal::UnderContract(last.from_on));
        };
        if let Some(it) = standings(tx, office, &[self.from]).await?.remove(&self.from) {
            let (held, handed_in) = (it.held.held, it.held.handed_in);
            let open = held.plus(handed_in)?;
            if !open.is_zero() {
                return Err(OutreachRefusal::CustodyOpen { open, held, handed_in });
            }
        }
        let next = contracts_of(tx, self.to).await?;
        let Some(next) = next.into_iter().find(|contract| contract.runs_on(self.on)) else {
            return Err(OutreachRefusal::NoContract("choose an agent who is"));
        };
        may(office, Duty::ManageAgents, &next.area)?;
        if self.on < over || self.on > today {
            return Err(OutreachRefusal::Days("on", "between the end of the contract and today"));
        }
        Ok(())
    }
}

impl Command for HandOver {
    const NAME: &'static str = "hand over portfolio";
    type Answer = HandedOver;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<HandedOver, OutreachRefusal> {
        let reason = crate::custody::reason(&self.reason)?;
        self.check(tx, office).await?;
        let area = self.area.as_ref().map(ToString::to_string).unwrap_or_default();
        let members = tx.all(&sql::HOLDINGS, (vec![self.from.0], area)).await?;
        if members.is_empty() {
            return Err(OutreachRefusal::NoMembers);
        }
        let (name, _) = tx
            .first(&sql::AGENT_USER, (self.to,))
            .await?
            .ok_or(OutreachRefusal::NoAgent("agent"))?;
        let id = office.outside.id(header.id.0, "handover", 0);
        let ids: Vec<Uuid> = members.iter().map(|(_, membership, _)| membership.0).collect();
        tx.run(&sql::END_MOVES, (self.from, self.on, ids)).await?;
        let n_members = i64::try_from(members.len()).unwrap_or(i64::MAX);
        let handover = vec![
            Value::Uuid(Some(id)),
            Value::Uuid(Some(self.from.0)),
            Value::Uuid(Some(self.to.0)),
            Value::Date(Some(self.on)),
            Value::Text(Some(reason.to_owned())),
            Value::Int(Some(n_members)),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&HANDOVERS, vec![handover]).await?;
        let row = |(bucket, membership, _): &(i64, terms::ids::MembershipId, i64)| {
            vec![
                Value::Uuid(Some(membership.0)),
                Value::Uuid(Some(id)),
                Value::Int(Some(*bucket)),
                Value::Uuid(Some(self.to.0)),
                Value::Date(Some(self.on)),
            ]
        };
        tx.insert_many(&MOVES, members.iter().map(row).collect()).await?;
        let alive = members.iter().filter(|(.., ended)| *ended == 0);
        let tellings = alive.map(|(_, membership, _)| told(*membership, id, self.on, &name));
        let tellings: Vec<Telling> = tellings.collect();
        let n_told = i64::try_from(tellings.len()).unwrap_or(i64::MAX);
        tell(tx, office, tellings).await?;
        office.note("hand over portfolio", "agent", Some(self.from.0), format!("{n_members}"));
        Ok(HandedOver { handover: id, n_members, n_told })
    }
}

/// What a member hears: who comes from now on, and that nothing else changes.
fn told(membership: terms::ids::MembershipId, handover: Uuid, on: Date, name: &str) -> Telling {
    let [on_id, on_en] = terms::written::day(on);
    Telling {
        membership,
        kind: "agent_changed",
        occasion: format!("agent changed {handover}"),
        id: format!(
            "Mulai {on_id} agen Anda adalah {name}. Iuran dan perlindungan Anda tetap. Jangan menyerahkan uang kepada agen lama; bila agen lama masih menagih, beri tahu kantor."
        ),
        en: format!(
            "From {on_en} your agent is {name}. Your contributions and cover stay as they are. Give no money to the former agent; if the former agent still asks, tell the office."
        ),
    }
}

row! {
    /// A hand-over, as it is kept.
    pub struct HandoverRow {
        /// Its id.
        pub id: Uuid,
        /// From.
        pub from: UserId,
        /// Their name.
        pub from_name: String,
        /// To.
        pub to: UserId,
        /// Their name.
        pub to_name: String,
        /// From this day on.
        pub moved_on: Date,
        /// Why.
        pub reason: String,
        /// How many members.
        pub n_members: i64,
        /// When it was entered.
        pub recorded_at: Timestamp,
    }
}

/// What was handed over from or to an agent, the latest first; for who may see the agent.
pub async fn handovers_of(tx: &mut Tx, agent: UserId) -> Result<Vec<HandoverRow>, OutreachRefusal> {
    Ok(tx.all(&sql::HANDOVERS_OF, (agent,)).await?)
}

row! {
    /// Members whose agent's contract is over and whom nobody took over.
    pub struct Orphans {
        /// The former agent.
        pub agent: UserId,
        /// Their name.
        pub name: String,
        /// Where they worked.
        pub area: String,
        /// Since when the contract is over.
        pub over_on: Date,
        /// Why it ended; none when its term ran out.
        pub end_reason: Option<String>,
        /// How many members.
        pub members: i64,
        /// Of them, paid now.
        pub active: i64,
        /// Of them, in grace: nobody collects.
        pub grace: i64,
    }
}

/// Orphans by former agent, where the actor watches over agents; after one of them.
pub async fn orphans(
    tx: &mut Tx,
    office: &Office,
    area: Option<&AreaCode>,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Orphans>, OutreachRefusal> {
    let areas = within(office, Duty::WatchCustody, area)?;
    let today = office.outside.today();
    let month = Month::of(today);
    let grace = i32::from(office.outside.law.cover_parameters(today)?.grace_months);
    let (now, oldest) = (month.first_day(), month.plus(-grace).first_day());
    let after = after.unwrap_or(Uuid::nil());
    let page = (areas, today, now, oldest, after, limit.clamp(1, 500));
    Ok(tx.all(&sql::ORPHANS, page).await?)
}
