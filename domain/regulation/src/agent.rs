//! What an agent (*Perisai*) earns in a month, how it is shared with the agent office, and how much
//! money of others an agent may hold for how long.

use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Date, Month, Rounding, Rupiah, Status};

/// The fee of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct AgentFee {
    /// The part of contributions collected.
    pub of_contributions: Rupiah,
    /// The bonus for new members.
    pub bonus: Rupiah,
    /// The sum.
    pub total: Rupiah,
    /// The agent's share.
    pub agent: Rupiah,
    /// The office's share (*wadah*).
    pub office: Rupiah,
}

/// How much money of others an agent may hold, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct CustodyRule {
    /// At most so much; none where nobody has set it: then only age locks.
    pub limit: Option<Rupiah>,
    /// At most so many hours.
    pub hours: i64,
}

impl Law {
    /// How much an agent may hold on a day, and for how long.
    pub fn custody_rule(&self, on: Date) -> Result<Assessment<CustodyRule>, LawError> {
        let hours = self.number("agent.custody_hours", on)?;
        let limit = match self.rupiah("agent.custody_limit", on) {
            Ok(limit) => Some(limit),
            Err(LawError::Unknown { .. }) => None,
            Err(error) => return Err(error),
        };
        let (most_id, most_en) = match &limit {
            Some(limit) => {
                (format!("paling banyak {}", limit.value), format!("at most {}", limit.value))
            }
            None => ("tanpa batas jumlah yang diketahui".into(), "no known limit of amount".into()),
        };
        let because = Because::new(
            "agent.custody",
            if limit.is_some() { Status::Confirmed } else { Status::Unknown },
            format!("{most_id}, paling lama {} jam", hours.value),
            format!("{most_en}, for at most {} hours", hours.value),
        )
        .part(hours.because());
        let because = match &limit {
            Some(limit) => because.part(limit.because()),
            None => because,
        };
        let rule = CustodyRule { limit: limit.map(|limit| limit.value), hours: hours.value };
        Ok(Assessment::new(rule, because))
    }

    /// The fee of a month. A schedule whose date nobody knows is never used.
    pub fn agent_fee(
        &self,
        month: Month,
        contributions: Rupiah,
        new_members: u32,
    ) -> Result<Assessment<AgentFee>, LawError> {
        if contributions.is_negative() {
            return Err(LawError::Negative { amount: contributions });
        }
        let on = month.first_day();
        let rate = self.rate_of("agent.fee_percent", "", on)?;
        let bonus = self.rupiah("agent.bonus", on)?;
        let members = self.number("agent.bonus_members_min", on)?;
        let share = self.rate_of("agent.split", "agent", on)?;
        let of_contributions = rate.value.of(contributions, self.rounding(on)?)?;
        let earned = i64::from(new_members) >= members.value;
        let bonus_amount = if earned { bonus.value } else { Rupiah::ZERO };
        let total = of_contributions.plus(bonus_amount)?;
        let agent = share.value.of(total, Rounding::HalfUp)?;
        let fee = AgentFee {
            of_contributions,
            bonus: bonus_amount,
            total,
            agent,
            office: total.minus(agent)?,
        };
        let because = Because::new(
            "agent.fee",
            Status::Confirmed,
            format!(
                "{} dari {contributions} + {bonus_amount} = {total}; agen {agent}, wadah {}",
                rate.value, fee.office
            ),
            format!(
                "{} of {contributions} + {bonus_amount} = {total}; agent {agent}, office {}",
                rate.value, fee.office
            ),
        )
        .input("new_members", new_members)
        .part(rate.because())
        .part(bonus.because())
        .part(members.because())
        .part(share.because());
        Ok(Assessment::new(fee, because))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_longest_and_no_amount_is_known() {
        let on: Date = "2026-11-21".parse().unwrap();
        let rule = Law::built_in().custody_rule(on).unwrap();
        assert_eq!(*rule.amount(), CustodyRule { limit: None, hours: 24 });
        assert_eq!(rule.because().weakest(), Status::Unknown);
    }
}
