//! What an agent (*Perisai*) earns in a month, how it is shared with the agent office, and how much
//! money of others an agent may hold for how long.

use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Citation, Date, Month, Rate, Rounding, Rupiah, Status, written};

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

/// The terms by which an agent is paid, with where each stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentTerms {
    /// The part of contributions.
    pub fee: Rate,
    /// The bonus of a month.
    pub bonus: Rupiah,
    /// For so many new members.
    pub bonus_members_min: i64,
    /// The agent's share; the rest is the agent office's.
    pub agent_share: Rate,
    /// Where each stands.
    pub because: Vec<Because>,
}

impl AgentTerms {
    /// Terms an office agreed by itself, by a document of its own: no law, and shown as such.
    #[must_use]
    pub fn of_an_office(
        fee: Rate,
        bonus: Rupiah,
        bonus_members_min: i64,
        agent_share: Rate,
        document: &str,
        since: Date,
    ) -> Self {
        let [[fee_id, _], [share_id, _], [since_id, since_en]] = [
            written::decimal(&fee.to_string()),
            written::decimal(&agent_share.to_string()),
            written::day(since),
        ];
        let because = Because::new(
            "agent.office_terms",
            Status::Unconfirmed,
            format!(
                "Ketentuan kantor sendiri sejak {since_id}, bukan hukum: {fee_id} dari iuran, insentif {bonus} mulai {bonus_members_min} peserta baru; bagian agen {share_id}"
            ),
            format!(
                "The office's own terms since {since_en}, no law: {fee} of contributions, a bonus of {bonus} from {bonus_members_min} new members on; the agent's share {agent_share}"
            ),
        )
        .input("document", document)
        .cite(Citation {
            instrument: "office-decision".into(),
            title: document.to_owned(),
            article: None,
            status: Status::Unconfirmed,
        });
        let because = vec![because];
        Self { fee, bonus, bonus_members_min, agent_share, because }
    }
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

    /// The terms by which agents are paid on a day. A schedule whose date nobody knows is never used.
    pub fn agent_terms(&self, on: Date) -> Result<AgentTerms, LawError> {
        let fee = self.rate_of("agent.fee_percent", "", on)?;
        let bonus = self.rupiah("agent.bonus", on)?;
        let members = self.number("agent.bonus_members_min", on)?;
        let share = self.rate_of("agent.split", "agent", on)?;
        Ok(AgentTerms {
            fee: fee.value,
            bonus: bonus.value,
            bonus_members_min: members.value,
            agent_share: share.value,
            because: vec![fee.because(), bonus.because(), members.because(), share.because()],
        })
    }

    /// The fee of a month by the law's terms.
    pub fn agent_fee(
        &self,
        month: Month,
        contributions: Rupiah,
        new_members: u32,
    ) -> Result<Assessment<AgentFee>, LawError> {
        let terms = self.agent_terms(month.first_day())?;
        self.agent_fee_by(&terms, month, contributions, new_members)
    }

    /// The fee of a month by some terms: the law's, or an office's own where the law says nothing.
    pub fn agent_fee_by(
        &self,
        terms: &AgentTerms,
        month: Month,
        contributions: Rupiah,
        new_members: u32,
    ) -> Result<Assessment<AgentFee>, LawError> {
        if contributions.is_negative() {
            return Err(LawError::Negative { amount: contributions });
        }
        let rounding = self.rounding(month.first_day())?;
        let of_contributions = terms.fee.of(contributions, rounding)?;
        let earned = i64::from(new_members) >= terms.bonus_members_min;
        let bonus = if earned { terms.bonus } else { Rupiah::ZERO };
        let total = of_contributions.plus(bonus)?;
        let agent = terms.agent_share.of(total, Rounding::HalfUp)?;
        let fee = AgentFee { of_contributions, bonus, total, agent, office: total.minus(agent)? };
        let [fee_id, fee_en] = written::decimal(&terms.fee.to_string());
        let because = Because::new(
            "agent.fee",
            Status::Confirmed,
            format!(
                "{fee_id} dari {contributions} = {of_contributions}, + {bonus} = {total}; agen {agent}, wadah {}",
                fee.office
            ),
            format!(
                "{fee_en} of {contributions} = {of_contributions}, + {bonus} = {total}; agent {agent}, office {}",
                fee.office
            ),
        )
        .input("new_members", new_members);
        let because = terms.because.iter().cloned().fold(because, Because::part);
        Ok(Assessment::new(fee, because))
    }

    /// After how many months without a new member and without contributions a contract ends.
    pub fn agent_idle_months(&self, on: Date) -> Result<Assessment<i64>, LawError> {
        let found = self.number("agent.idle_months", on)?;
        Ok(Assessment::new(found.value, found.because()))
    }

    /// After how many months an agent may return.
    pub fn agent_rejoin_months(&self, on: Date) -> Result<Assessment<i64>, LawError> {
        let found = self.number("agent.rejoin_months", on)?;
        Ok(Assessment::new(found.value, found.because()))
    }

    /// How many people an agent office must have.
    pub fn agent_office_people_min(&self, on: Date) -> Result<Assessment<i64>, LawError> {
        let found = self.number("agent.office_people_min", on)?;
        Ok(Assessment::new(found.value, found.because()))
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

    #[test]
    fn an_offices_own_terms_pay_where_the_law_is_unknown_and_say_so() {
        let law = Law::built_in();
        let month: Month = "2026-11".parse().unwrap();
        assert!(matches!(law.agent_terms(month.first_day()), Err(LawError::Unknown { .. })));
        let terms = AgentTerms::of_an_office(
            Rate::per_million(150_000),
            Rupiah::ZERO,
            0,
            Rate::per_million(900_000),
            "PKS 12/2026",
            "2026-01-01".parse().unwrap(),
        );
        let fee = law.agent_fee_by(&terms, month, Rupiah::new(218_400), 26).unwrap();
        assert_eq!(fee.amount().total, Rupiah::new(32_760));
        assert_eq!(fee.because().weakest(), Status::Unconfirmed);
        assert_eq!(fee.because().parts[0].rule, "agent.office_terms");
    }
}
