//! An agent's members: how many are covered, who stays, and what the agent earns by the schedule.

use crate::{OutreachRefusal, scope, sql};
use access::{Duty, Office};
use db::Tx;
use regulation::{LawError, agent::AgentFee};
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
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let rows: Vec<(i64, Option<Month>, i64)> = tx.all(&sql::PORTFOLIO, (agent,)).await?;
    let members = members(&rows, month, i32::from(grace_months));
    let stayed: Vec<(Month, Month, i64)> = tx.all(&sql::PERSISTENCY, (agent,)).await?;
    let persistency = AFTER.iter().map(|after| persistency(&stayed, month, *after)).collect();
    let forecast = forecast(tx, office, agent, month).await?;
    Ok(Portfolio { agent, as_of: today, members, persistency, forecast })
}

fn members(rows: &[(i64, Option<Month>, i64)], month: Month, grace_months: i32) -> Members {
    let mut sum = Members::default();
    for (ended, through, n) in rows {
        sum.members += n;
        let place = match (ended, through.map(|through| month.since(through))) {
            (1, _) => &mut sum.ended,
            (_, None) => &mut sum.unpaid,
            (_, Some(..=0)) => &mut sum.active,
            (_, Some(missed)) if missed <= grace_months => &mut sum.grace,
            _ => &mut sum.lapsed,
        };
        *place += n;
    }
    sum
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

async fn forecast(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
    month: Month,
) -> Result<Forecast, OutreachRefusal> {
    let (from, to) = (month.first_day(), month.last_day());
    let (collected,): (Rupiah,) = tx.one(&sql::COLLECTED, (agent, from, to)).await?;
    let (pending, n_pending): (Rupiah, i64) = tx.one(&sql::PENDING, (agent,)).await?;
    let (n_new,): (i64,) = tx.one(&sql::NEW_MEMBERS, (agent, from, to)).await?;
    let new_members = n_new + n_pending;
    let contributions = collected.plus(pending)?;
    let n = u32::try_from(new_members).unwrap_or(u32::MAX);
    let fee = office.outside.law.agent_fee(month, contributions, n);
    Ok(Forecast { month, collected, pending, new_members, fee })
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
        let sum = members(&rows, month("2026-11"), 3);
        let expected =
            Members { members: 31, unpaid: 3, active: 20, grace: 3, lapsed: 4, ended: 1 };
        assert_eq!(sum, expected);
    }
}
