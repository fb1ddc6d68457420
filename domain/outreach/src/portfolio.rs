//! An agent's members: how many are covered, who stays, and what the agent earns by the schedule.

use crate::{OutreachRefusal, agent::Rules, scope, sql};
use access::{Duty, Office};
use db::{Tx, Uuid};
use regulation::{LawError, agent::AgentFee, cover::CoverState};
use std::collections::HashMap;
use terms::{Assessment, Date, Month, Rupiah, ids::UserId};

/// Members by where they stand.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Members {
    /// All that were enrolled.
    pub members: i64,
    /// Enrolled, and nothing is in the books yet.
    pub unpaid: i64,
    /// A paid month covers today.
    pub active: i64,
    /// Months are missing, cover goes on.
    pub grace: i64,
    /// Cover ended for want of payment.
    pub lapsed: i64,
    /// The membership ended: death, age, request.
    pub ended: i64,
    /// Of all, those who came from another agent.
    pub from_others: i64,
}

/// How many stay: of those whose first paid month lies so many months back, those who paid the month
/// that many months after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Persistency {
    /// 3, 6 or 12.
    pub after_months: i32,
    /// Who stayed.
    pub stayed: i64,
    /// Of how many.
    pub of: i64,
}

/// What an agent earns in a month by the schedule of that month; or why nobody can say.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// The month.
    pub month: Month,
    /// Contributions in the books.
    pub collected: Rupiah,
    /// Contributions at the agent, not yet in the books.
    pub pending: Rupiah,
    /// New members, those at the agent included.
    pub new_members: i64,
    /// The fee with its reason.
    pub fee: Result<Assessment<AgentFee>, LawError>,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// Whose.
    pub agent: UserId,
    /// As of this day.
    pub as_of: Date,
    /// By where they stand.
    pub members: Members,
    /// After 3, 6 and 12 months.
    pub persistency: Vec<Persistency>,
    /// This month.
    pub forecast: Forecast,
}

const AFTER: [i32; 3] = [3, 6, 12];

/// What is counted of an agent: members now, who stays, what a month brought.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By where they stand.
    pub members: Members,
    /// After 3, 6 and 12 months.
    pub persistency: Vec<Persistency>,
    /// Contributions of the month in the books.
    pub collected: Rupiah,
    /// Contributions at the agent, not yet in the books.
    pub pending: Rupiah,
    /// Members whose money is pending and who have paid nothing yet.
    pub n_pending: i64,
    /// Members who paid for the first time in the month.
    pub n_new: i64,
}

/// Counts some agents at once, with the same statements for one and for a page of them.
pub async fn tally(
    tx: &mut Tx,
    office: &Office,
    agents: &[UserId],
    month: Month,
) -> Result<HashMap<UserId, Tally>, OutreachRefusal> {
    let ids: Vec<Uuid> = agents.iter().map(|agent| agent.0).collect();
    let today = office.outside.today();
    let this_month = Month::of(today);
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let (from, to) = (month.first_day(), month.last_day());
    let mut all: HashMap<UserId, Tally> =
        agents.iter().map(|agent| (*agent, Tally::default())).collect();
    let mut of = |agent: UserId, put: &mut dyn FnMut(&mut Tally)| {
        put(all.entry(agent).or_default());
    };
    for (agent, ended, through, n, moved) in tx.all(&sql::AGENTS_PORTFOLIO, (ids.clone(),)).await? {
        of(agent, &mut |it| it.members.add(ended, through, n, moved, this_month, grace_months));
    }
    for (agent, amount) in tx.all(&sql::AGENTS_COLLECTED, (ids.clone(), from, to)).await? {
        of(agent, &mut |it| it.collected = amount);
    }
    for (agent, amount, n) in tx.all(&sql::AGENTS_PENDING, (ids.clone(),)).await? {
        of(agent, &mut |it| (it.pending, it.n_pending) = (amount, n));
    }
    for (agent, n) in tx.all(&sql::AGENTS_NEW, (ids.clone(), from, to)).await? {
        of(agent, &mut |it| it.n_new = n);
    }
    let mut stayed: HashMap<UserId, Vec<(Month, Month, i64)>> = HashMap::new();
    for (agent, begun, paid, n) in tx.all(&sql::AGENTS_PERSISTENCY, (ids,)).await? {
        stayed.entry(agent).or_default().push((begun, paid, n));
    }
    for (agent, tally) in &mut all {
        let rows = stayed.remove(agent).unwrap_or_default();
        tally.persistency =
            AFTER.iter().map(|after| persistency(&rows, this_month, *after)).collect();
    }
    Ok(all)
}

/// An agent's portfolio today: their own, or for who watches over agents.
pub async fn portfolio(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
) -> Result<Portfolio, OutreachRefusal> {
    if scope::of(office, Duty::WatchCustody).is_empty() && agent != office.actor {
        office.allow_everywhere(Duty::WatchCustody)?;
    }
    let today = office.outside.today();
    let month = Month::of(today);
    let tally = tally(tx, office, &[agent], month).await?.remove(&agent).unwrap_or_default();
    let rules = Rules::load(tx, &[agent]).await?;
    let Tally { members, persistency, collected, pending, n_pending, n_new } = tally;
    let new_members = n_new + n_pending;
    let contributions = collected.plus(pending)?;
    let fee = rules.fee(&office.outside.law, agent, month, contributions, new_members).fee;
    let forecast = Forecast { month, collected, pending, new_members, fee };
    Ok(Portfolio { agent, as_of: today, members, persistency, forecast })
}

impl Members {
    /// So many members with this last paid month.
    fn add(
        &mut self,
        ended: i64,
        through: Option<Month>,
        n: i64,
        moved: i64,
        month: Month,
        grace_months: u8,
    ) {
        self.members += n;
        self.from_others += moved;
        let place = match (ended, CoverState::by_month(month, grace_months, through)) {
            (1, _) => &mut self.ended,
            (_, CoverState::RegisteredUnpaid) => &mut self.unpaid,
            (_, CoverState::Active) => &mut self.active,
            (_, CoverState::Grace(_)) => &mut self.grace,
            _ => &mut self.lapsed,
        };
        *place += n;
    }
}

fn persistency(rows: &[(Month, Month, i64)], month: Month, after: i32) -> Persistency {
    let ripe = |begun: Month| month.since(begun) >= after;
    let count = |distance: i32| {
        let cohort =
            rows.iter().filter(|(begun, paid, _)| ripe(*begun) && paid.since(*begun) == distance);
        cohort.map(|(.., n)| n).sum()
    };
    Persistency { after_months: after, stayed: count(after), of: count(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn who_stays_is_counted_of_those_who_had_the_time() {
        let rows = [
            (month("2026-05"), month("2026-05"), 10),
            (month("2026-05"), month("2026-08"), 7),
            (month("2026-05"), month("2026-11"), 4),
            (month("2026-08"), month("2026-08"), 5),
            (month("2026-08"), month("2026-11"), 5),
            (month("2026-10"), month("2026-10"), 100),
        ];
        let at = |after| persistency(&rows, month("2026-11"), after);
        assert_eq!((at(3).stayed, at(3).of), (12, 15));
        assert_eq!((at(6).stayed, at(6).of), (4, 10));
        assert_eq!((at(12).stayed, at(12).of), (0, 0));
    }

    #[test]
    fn members_stand_where_their_last_paid_month_puts_them() {
        let through = |text: &str| Some(month(text));
        let rows = [
            (0, None, 3),
            (0, through("2026-11"), 20),
            (0, through("2026-10"), 2),
            (0, through("2026-08"), 1),
            (0, through("2026-07"), 4),
            (1, through("2026-11"), 1),
        ];
        let mut sum = Members::default();
        for (ended, through, n) in rows {
            sum.add(ended, through, n, 0, month("2026-11"), 3);
        }
        let expected = Members {
            members: 31,
            unpaid: 3,
            active: 20,
            grace: 3,
            lapsed: 4,
            ended: 1,
            from_others: 0,
        };
        assert_eq!(sum, expected);
    }
}
