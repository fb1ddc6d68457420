//! What agents hold against the rule, and the gaps and doubles of their receipt books.

use super::rule_at;
use crate::{OutreachRefusal, receipt::Receipt, scope, sql};
use access::{Duty, Office};
use db::{Tx, Uuid, row};
use regulation::agent::CustodyRule;
use serde::Serialize;
use std::collections::HashMap;
use terms::{Rupiah, Timestamp, ids::UserId};

row! {
    /// What an agent holds.
    pub struct Held {
        /// Who.
        pub agent: UserId,
        /// Their name.
        pub name: String,
        /// Cash in their hands.
        pub held: Rupiah,
        /// Receipts for it.
        pub n_held: i64,
        /// Said to be brought; finance has not counted it.
        pub handed_in: Rupiah,
        /// Since when the oldest is held.
        pub oldest_at: Option<Timestamp>,
        /// Receipts a person must look at.
        pub n_odd: i64,
        /// Receipts that branch and members were told about.
        pub n_alerted: i64,
        /// Since when the oldest is not settled, brought or not: the board's order.
        pub first_at: Timestamp,
    }
}

/// What an agent holds, against the rule.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What is held.
    pub held: Held,
    /// How much for how long.
    pub rule: CustodyRule,
    /// When the oldest money must be at the office.
    pub due_at: Option<Timestamp>,
    /// More than the limit.
    pub is_over_limit: bool,
    /// Longer than allowed.
    pub is_overdue: bool,
}

impl Standing {
    pub(crate) fn of(office: &Office, held: Held) -> Result<Self, OutreachRefusal> {
        let rule = rule_at(office, office.outside.now)?;
        let span = jiff::SignedDuration::from_hours(rule.hours);
        let due_at = held.oldest_at.and_then(|at| at.checked_add(span).ok());
        let sum = held.held.plus(held.handed_in)?;
        Ok(Self {
            is_over_limit: rule.limit.is_some_and(|limit| sum > limit),
            is_overdue: due_at.is_some_and(|due| due < office.outside.now),
            due_at,
            rule,
            held,
        })
    }
}

/// What agents hold where the actor watches over it, the oldest money first; what the actor holds too.
pub async fn board(
    tx: &mut Tx,
    office: &Office,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Standing>, OutreachRefusal> {
    let areas = scope::of(office, Duty::WatchCustody);
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, Uuid::nil()));
    let page = (office.actor, areas, at, id, limit.clamp(1, 500));
    let held: Vec<Held> = tx.all(&sql::BOARD, page).await?;
    held.into_iter().map(|held| Standing::of(office, held)).collect()
}

/// What one agent holds in all, for the agent's own phone.
pub async fn standing(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
) -> Result<Standing, OutreachRefusal> {
    let own = (agent, Vec::new(), Timestamp::UNIX_EPOCH, Uuid::nil(), 1);
    let held: Vec<Held> = tx.all(&sql::BOARD, own).await?;
    let held = held.into_iter().next();
    Standing::of(office, held.unwrap_or_else(|| nothing(office, agent)))
}

/// An agent who holds nothing.
fn nothing(office: &Office, agent: UserId) -> Held {
    Held {
        agent,
        name: String::new(),
        held: Rupiah::ZERO,
        n_held: 0,
        handed_in: Rupiah::ZERO,
        oldest_at: None,
        n_odd: 0,
        n_alerted: 0,
        first_at: office.outside.now,
    }
}

/// What some agents hold in all, for who may see those agents.
pub(crate) async fn standings(
    tx: &mut Tx,
    office: &Office,
    agents: &[UserId],
) -> Result<HashMap<UserId, Standing>, OutreachRefusal> {
    let ids: Vec<Uuid> = agents.iter().map(|agent| agent.0).collect();
    let mut held: HashMap<UserId, Held> = HashMap::new();
    for line in tx.all(&sql::AGENTS_CUSTODY, (ids,)).await? {
        held.insert(line.agent, line);
    }
    let line = |agent: &UserId| {
        let held = held.remove(agent).unwrap_or_else(|| nothing(office, *agent));
        Ok((*agent, Standing::of(office, held)?))
    };
    agents.iter().map(line).collect()
}

/// Receipts of an agent that are not settled, oldest first; the actor's own, or where they watch.
pub async fn open_receipts(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Receipt>, OutreachRefusal> {
    let areas = watched(office, agent);
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, Uuid::nil()));
    Ok(tx.all(&sql::RECEIPTS_OF_AGENT, (agent, areas, at, id, limit.clamp(1, 500))).await?)
}

fn watched(office: &Office, agent: UserId) -> Vec<String> {
    let areas = scope::of(office, Duty::WatchCustody);
    if agent == office.actor { vec![String::new()] } else { areas }
}

/// Numbers of a receipt book that are missing, or there twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookFault {
    /// The book.
    pub book: String,
    /// Numbers below the last that no receipt has, the first fifty.
    pub missing: Vec<i64>,
    /// Numbers on more than one receipt.
    pub doubled: Vec<i64>,
}

const NAMED_MAX: usize = 50;

/// Gaps and doubles in the receipt books of an agent.
pub async fn book_faults(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
) -> Result<Vec<BookFault>, OutreachRefusal> {
    if watched(office, agent).is_empty() {
        office.allow_everywhere(Duty::WatchCustody)?;
    }
    let numbers: Vec<(String, i64)> = tx.all(&sql::BOOK_NUMBERS, (agent,)).await?;
    let mut faults: Vec<BookFault> = Vec::new();
    let mut last = 0;
    for (book, number) in numbers {
        if faults.last().is_none_or(|fault| fault.book != book) {
            faults.push(BookFault { book, missing: Vec::new(), doubled: Vec::new() });
            last = 0;
        }
        let Some(fault) = faults.last_mut() else { continue };
        if number == last {
            fault.doubled.push(number);
        }
        fault.missing.extend((last + 1..number).take(NAMED_MAX - fault.missing.len()));
        last = number;
    }
    faults.retain(|fault| !fault.missing.is_empty() || !fault.doubled.is_empty());
    Ok(faults)
}
