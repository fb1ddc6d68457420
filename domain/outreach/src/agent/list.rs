//! The list of agents: contract, members, cash, fee, who stays, last production; a page at a few statements.

use super::{AgentRow, Contract, FeeBy, Rules, may, within};
use crate::{
    OutreachRefusal,
    custody::{Standing, standings},
    portfolio::{Tally, tally},
    sql,
};
use access::{Duty, Office};
use db::{Tx, Uuid, row};
use registry::Gazetteer;
use std::collections::HashMap;
use terms::{
    AreaCode, Assessment, Date, Month,
    ids::{MembershipId, PersonId, UserId},
};

/// Which agents are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AgentState {
    /// Everyone.
    #[default]
    Any,
    /// Under contract.
    Active,
    /// The contract is over.
    Over,
    /// With the role, without a contract.
    NoContract,
}

impl AgentState {
    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Active => "active",
            Self::Over => "over",
            Self::NoContract => "none",
        }
    }
}

/// A question for the list.
#[derive(Clone, Debug, Default)]
pub struct AgentQuery {
    /// In this area; everywhere the actor watches over agents when absent.
    pub area: Option<AreaCode>,
    /// In this state.
    pub state: AgentState,
    /// Fee and new members of this month; this month when absent.
    pub month: Option<Month>,
    /// Name and id the page before ended with.
    pub after: Option<(String, Uuid)>,
    /// At most so many, up to 200.
    pub limit: u32,
}

/// How long nothing came of an agent.
#[derive(Clone, Debug)]
pub struct Idle {
    /// Whole months since the last production, or since the contract began.
    pub months: i64,
    /// After how many a contract ends, with its source; none where nobody said.
    pub rule: Option<Assessment<i64>>,
    /// Whether it is that long.
    pub is_idle: bool,
}

/// An agent with everything that is counted.
#[derive(Clone, Debug)]
pub struct AgentLine {
    /// Who, and the latest contract.
    pub agent: AgentRow,
    /// Members, who stays, the month.
    pub tally: Tally,
    /// Cash in hand.
    pub custody: Standing,
    /// The month of the fee.
    pub month: Month,
    /// The fee of the month.
    pub fee: FeeBy,
    /// The last day somebody was enrolled.
    pub last_enrolled_on: Option<Date>,
    /// The last day a member paid.
    pub last_paid_on: Option<Date>,
    /// How long nothing came.
    pub idle: Idle,
    /// Every contract, the latest first.
    pub contracts: Vec<Contract>,
}

impl AgentLine {
    /// `active`, `ended`, `expired`, `none`.
    #[must_use]
    pub fn state(&self, today: Date) -> &'static str {
        let it = &self.agent;
        match (it.contract, it.ended_on, it.until_on) {
            (None, ..) => "none",
            (_, Some(_), _) => "ended",
            (_, _, Some(until)) if until < today => "expired",
            _ => "active",
        }
    }
}

/// The code of a place as somebody wrote it; empty is the country.
pub(super) fn area_of(text: &str) -> Result<String, OutreachRefusal> {
    match text.trim() {
        "" => Ok(String::new()),
        name => Ok(Gazetteer::embedded().area_named(name)?.to_string()),
    }
}

/// A page of agents by name, where the actor watches over them.
pub async fn agents(
    tx: &mut Tx,
    office: &Office,
    query: AgentQuery,
) -> Result<Vec<AgentLine>, OutreachRefusal> {
    let areas = within(office, Duty::WatchCustody, query.area.as_ref())?;
    if areas.is_empty() {
        office.allow_everywhere(Duty::WatchCustody)?;
    }
    let (name, id) = query.after.unwrap_or((String::new(), Uuid::nil()));
    let (state, today) = (query.state.word(), office.outside.today());
    let nobody = UserId(Uuid::nil());
    let limit = query.limit.clamp(1, 200);
    let binds = (areas, state, today, "any", nobody, name, id, limit);
    let rows: Vec<AgentRow> = tx.all(&sql::AGENTS, binds).await?;
    lines(tx, office, rows, query.month).await
}

/// One agent: oneself, or for who watches where the agent works.
pub async fn agent_line(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
    month: Option<Month>,
) -> Result<AgentLine, OutreachRefusal> {
    let everywhere = vec![String::new()];
    let today = office.outside.today();
    let binds = (everywhere, "any", today, "one", agent, String::new(), Uuid::nil(), 1);
    let rows: Vec<AgentRow> = tx.all(&sql::AGENTS, binds).await?;
    let Some(row) = rows.first() else {
        office.allow_everywhere(Duty::WatchCustody)?;
        return Err(OutreachRefusal::NoAgent("agent"));
    };
    if agent == office.actor {
        office.on_own_account();
    } else {
        may(office, Duty::WatchCustody, &row.area)?;
    }
    let mut lines = lines(tx, office, rows, month).await?;
    lines.pop().ok_or(OutreachRefusal::NoAgent("agent"))
}

async fn lines(
    tx: &mut Tx,
    office: &Office,
    rows: Vec<AgentRow>,
    month: Option<Month>,
) -> Result<Vec<AgentLine>, OutreachRefusal> {
    let today = office.outside.today();
    let month = month.unwrap_or_else(|| Month::of(today));
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let rules = Rules::load(tx, &ids).await?;
    let mut tallies = tally(tx, office, &ids, month).await?;
    let mut cash = standings(tx, office, &ids).await?;
    let uuids = ids.iter().map(|id| id.0).collect();
    let mut last: HashMap<(UserId, i64), Date> = HashMap::new();
    for (agent, what, on) in tx.all(&sql::AGENTS_LAST, (uuids, today)).await? {
        last.insert((agent, what), on);
    }
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        let tally = tallies.remove(&id).unwrap_or_default();
        let Some(custody) = cash.remove(&id) else { continue };
        let is_now = month == Month::of(today);
        // Money that is on its way counts for this month only: an older one is what it was.
        let pending = if is_now { tally.pending } else { terms::Rupiah::ZERO };
        let new = tally.n_new + if is_now { tally.n_pending } else { 0 };
        let contributions = tally.collected.plus(pending)?;
        let fee = rules.fee(&office.outside.law, id, month, contributions, new);
        let (enrolled, paid) = (last.get(&(id, 1)).copied(), last.get(&(id, 2)).copied());
        let since = enrolled.max(paid).max(row.from_on);
        let idle = idle(&rules, office, id, since, row.contract.is_some());
        let contracts = rules.contracts(id).to_vec();
        lines.push(AgentLine {
            agent: row,
            tally,
            custody,
            month,
            fee,
            last_enrolled_on: enrolled,
            last_paid_on: paid,
            idle,
            contracts,
        });
    }
    Ok(lines)
}

fn idle(
    rules: &Rules,
    office: &Office,
    agent: UserId,
    since: Option<Date>,
    has_contract: bool,
) -> Idle {
    let today = office.outside.today();
    let months = since.map_or(0, |since| whole_months(since, today));
    let rule = rules.idle_months(&office.outside.law, agent, today);
    let is_long = rule.as_ref().is_some_and(|rule| months >= *rule.amount());
    Idle { months, rule, is_idle: is_long && has_contract }
}

/// Whole months from a day to another: 15 August to 14 November is two.
fn whole_months(from: Date, to: Date) -> i64 {
    let months = i64::from(Month::of(to).since(Month::of(from)));
    (months - i64::from(to.day() < from.day())).max(0)
}

row! {
    /// A member an agent has now.
    pub struct AgentMember {
        /// The membership.
        pub membership: MembershipId,
        /// The person.
        pub person: PersonId,
        /// The name; none where the record is not there.
        pub name: Option<String>,
        /// The number on the card.
        pub number: String,
        /// Where they live.
        pub village: String,
        /// The last month that is paid.
        pub paid_through: Option<Month>,
        /// When the membership ended.
        pub ended_on: Option<Date>,
        /// Since when they are this agent's.
        pub since: Date,
        /// Whether they came from another agent.
        pub is_moved: i64,
    }
}

/// The members an agent has now, by membership, after one of them; noted as read. Oneself, or for who
/// reads people where the agent works.
pub async fn members_of_agent(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<AgentMember>, OutreachRefusal> {
    let row = agent_line(tx, office, agent, None).await?.agent;
    if agent != office.actor {
        may(office, Duty::ReadPeople, &row.area)?;
    }
    let after = after.unwrap_or(Uuid::nil());
    let page = (vec![agent.0], after, limit.clamp(1, 500));
    let found: Vec<AgentMember> = tx.all(&sql::MEMBERS_OF_AGENT, page).await?;
    office.note("read portfolio", "agent", Some(agent.0), format!("{}", found.len()));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_whole_on_its_own_day() {
        let day = |text: &str| text.parse().unwrap();
        let between = |from, to| whole_months(day(from), day(to));
        assert_eq!(between("2018-08-15", "2018-11-14"), 2);
        assert_eq!(between("2018-08-15", "2018-11-15"), 3);
        assert_eq!(between("2018-08-15", "2018-08-15"), 0);
        assert_eq!(between("2018-11-15", "2018-08-15"), 0);
    }
}
