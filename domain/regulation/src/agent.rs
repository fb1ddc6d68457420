//! What an agent (*Perisai*) earns in a month, and how it is shared with the agent office.

use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Month, Rounding, Rupiah, Status};

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

impl Law {
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
